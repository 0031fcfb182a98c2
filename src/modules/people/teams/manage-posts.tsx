import { Button } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Moderation, Post } from './post.queries.ts';
import type { Team } from './team.queries.ts';
import { Deed, formState, type Wrong } from './team-words.tsx';

type ManagePostsProps = {
  ctx: PageContext;
  team: Team;
  posts: readonly Post[];
  standing: readonly Moderation[];
  wrong?: Wrong;
};

/** Told which rule and why, and how to have it looked at again. */
function Hidden({
  ctx,
  team,
  decision,
  wrong,
}: Pick<ManagePostsProps, 'ctx' | 'team' | 'wrong'> & { decision: Moderation }) {
  const { t } = ctx;
  const form = `appeal-${decision.postId}`;
  return (
    <Notice tone="warn" title={t('people.teams.post_hidden', { rule: decision.rule })}>
      <p>{decision.reason}</p>
      {decision.ruling && <p>{t(`people.teams.log_${decision.ruling}`, { reason: decision.rulingReason })}</p>}
      {decision.appeal !== null && !decision.ruling && <p>{t('people.teams.log_waiting')}</p>}
      {decision.appeal === null && (
        <Fold summary={t('people.teams.appeal')} open={wrong?.form === form}>
          <Form {...formState(ctx, wrong, form)} action={`/teams/${team.slug}/posts/${decision.postId}/appeal`}>
            <Field
              name="text"
              type="textarea"
              paper="plain"
              rows={3}
              label={t('people.teams.appeal_text')}
              hint={t('people.teams.appeal_hint')}
              maxLength={2000}
              required
            />
            <Actions>
              <Button>{t('people.teams.appeal_send')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Notice>
  );
}

/** What the team published, and a form for more. */
export function ManagePosts({ ctx, team, posts, standing, wrong }: ManagePostsProps) {
  const { t } = ctx;
  return (
    <Section id="posts" title={t('people.teams.posts')} note={t('people.teams.posts_note', { team: team.name })}>
      {posts.length === 0 && <p class="quiet">{t('people.teams.posts_none')}</p>}
      {posts.map((post) => {
        const decision = standing.find(({ postId }) => postId === post.id);
        return (
          <article class="post">
            <h3>{post.title}</h3>
            <p class="quiet">
              <DateTime value={post.publishedAt} form="datetime" />
            </p>
            {decision && <Hidden ctx={ctx} team={team} decision={decision} wrong={wrong} />}
            <Deed
              action={`/teams/${team.slug}/posts/${post.id}/withdraw`}
              label={`${t('people.teams.post_withdraw')}: ${post.title}`}
            >
              {t('people.teams.post_withdraw')}
            </Deed>
          </article>
        );
      })}
      {team.state === 'active' && (
        <Fold summary={t('people.teams.new_post')} icon="pen" open={wrong?.form === 'post'}>
          <Form {...formState(ctx, wrong, 'post')} action={`/teams/${team.slug}/posts`} keepDraft>
            <Field name="title" label={t('people.teams.post_title')} maxLength={60} required />
            <Field name="body" type="textarea" label={t('people.teams.post_body')} rows={8} maxLength={4000} required />
            <Actions note={t('people.teams.post_next', { team: team.name })}>
              <Button primary>{t('people.teams.publish')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

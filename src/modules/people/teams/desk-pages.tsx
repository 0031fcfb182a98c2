import type { PublishedRule } from '../../../kernel/settings/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { Actor } from '../actor.ts';
import type { Moderation, Post } from './post.queries.ts';
import type { Team } from './team.queries.ts';
import type { TeamPerson } from './team-person.queries.ts';
import { formState, type Wrong } from './team-words.tsx';
import { mayDecide } from './teams.policy.ts';
import { PostArticle } from './teams-page.tsx';

export type Waiting = { team: Team; people: readonly TeamPerson[]; department: string };

function Proposal({ ctx, actor, waiting, wrong }: { ctx: PageContext; actor: Actor; waiting: Waiting; wrong?: Wrong }) {
  const { t } = ctx;
  const { team, people, department } = waiting;
  return (
    <Section id={`team-${team.slug}`} title={team.name}>
      <Facts
        ruled
        items={[
          { label: t('people.teams.for'), value: t(`people.teams.purpose.${team.purpose}`) },
          { label: t('people.teams.proposed_by'), value: people.find(({ part }) => part === 'leader')?.name ?? '' },
          department ? { label: t('people.teams.department'), value: department } : null,
          { label: t('people.teams.when'), value: <DateTime value={team.proposedAt} /> },
        ]}
      />
      <Pre text={team.about} links={false} />
      {mayDecide(actor, team) ? (
        <Form {...formState(ctx, wrong, `decide-${team.slug}`)} action={`/secretariat/teams/${team.slug}/decide`}>
          <Choice
            name="decision"
            legend={t('people.teams.decision')}
            options={(['approve', 'decline'] as const).map((value) => ({
              value,
              label: t(`people.teams.decide.${value}`),
            }))}
          />
          <Field
            name="reason"
            label={t('people.teams.reason')}
            hint={t('people.teams.decline_reason_hint')}
            maxLength={500}
          />
          <Actions>
            <Button primary>{t('people.teams.decide_do')}</Button>
          </Actions>
        </Form>
      ) : (
        <p class="quiet">{t('people.teams.not_yours_to_decide')}</p>
      )}
    </Section>
  );
}

function Vacant({ ctx, waiting, may, wrong }: { ctx: PageContext; waiting: Waiting; may: boolean; wrong?: Wrong }) {
  const { t } = ctx;
  const { team, people } = waiting;
  const held = people.filter(({ state }) => state === 'held');
  return (
    <Section id={`team-${team.slug}`} title={team.name} note={t('people.teams.vacant_note')}>
      {may && held.length > 0 && (
        <Form {...formState(ctx, wrong, `leader-${team.slug}`)} action={`/secretariat/teams/${team.slug}/leader`}>
          <Choice
            name="person"
            legend={t('people.teams.new_leader')}
            options={held.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Actions>
            <Button primary>{t('people.teams.name_leader')}</Button>
          </Actions>
        </Form>
      )}
      {may && (
        <Form {...formState(ctx, wrong, `close-${team.slug}`)} action={`/secretariat/teams/${team.slug}/close`}>
          <Field name="reason" label={t('people.teams.close_reason')} maxLength={500} required />
          <Actions>
            <Button danger>{t('people.teams.close')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

/** The secretariat's page: proposed teams, and those without a leader. */
export function TeamsDesk(p: {
  ctx: PageContext;
  actor: Actor;
  waiting: readonly Waiting[];
  decides: boolean;
  wrong?: Wrong;
}) {
  const { ctx } = p;
  const { t } = ctx;
  return (
    <>
      <Heading title={t('people.teams.desk_title')} lead={t('people.teams.desk_lead')} />
      {p.waiting.length === 0 && <EmptyState title={t('people.teams.desk_none')} />}
      {p.waiting.map((waiting) =>
        waiting.team.state === 'proposed' ? (
          <Proposal ctx={ctx} actor={p.actor} waiting={waiting} wrong={p.wrong} />
        ) : (
          <Vacant ctx={ctx} waiting={waiting} may={p.decides} wrong={p.wrong} />
        ),
      )}
    </>
  );
}

export type Appeal = { decision: Moderation; post: Post };

/** The moderator's page: appeals that wait, and the newest posts. */
export function ModerationDesk(p: {
  ctx: PageContext;
  actor: Actor;
  appeals: readonly Appeal[];
  posts: readonly Post[];
  rules: readonly PublishedRule[];
  nextHref?: string;
  first: boolean;
  done: string;
  wrong?: Wrong;
}) {
  const { ctx, wrong } = p;
  const { t } = ctx;
  return (
    <>
      <Heading title={t('people.teams.moderation')} lead={t('people.teams.moderation_lead')} />
      {p.done && <Notice tone="success" live title={t(`people.teams.done.${p.done}`)} />}
      {p.appeals.length > 0 && (
        <Section id="appeals" title={t('people.teams.appeals')}>
          {p.appeals.map(({ decision, post }) => (
            <AppealPart ctx={ctx} actor={p.actor} decision={decision} post={post} wrong={wrong} />
          ))}
        </Section>
      )}
      <Section id="newest" title={t('people.teams.newest')}>
        {p.posts.length === 0 && <EmptyState title={t('people.teams.posts_none')} />}
        {p.posts.map((post) => (
          <HidePart ctx={ctx} post={post} rules={p.rules} wrong={wrong} />
        ))}
        <KeysetPager firstHref={p.first ? undefined : '/teams/moderation'} nextHref={p.nextHref} />
      </Section>
    </>
  );
}

function HidePart({
  ctx,
  post,
  rules,
  wrong,
}: {
  ctx: PageContext;
  post: Post;
  rules: readonly PublishedRule[];
  wrong?: Wrong;
}) {
  const { t } = ctx;
  return (
    <>
      <PostArticle post={post} />
      <details class="fold" open={wrong?.form === `hide-${post.id}`}>
        <summary>{t('people.teams.hide')}</summary>
        <Form {...formState(ctx, wrong, `hide-${post.id}`)} action={`/teams/moderation/${post.id}/hide`}>
          <Field
            name="rule"
            type="select"
            label={t('people.teams.rule')}
            placeholder={t('people.teams.choose')}
            options={rules.map(({ number, title }) => ({ value: number, label: `${number} ${title}` }))}
            required
          />
          <Field
            name="reason"
            label={t('people.teams.reason')}
            hint={t('people.teams.hide_reason_hint')}
            maxLength={500}
            required
          />
          <Actions>
            <Button danger>{t('people.teams.hide')}</Button>
          </Actions>
        </Form>
      </details>
    </>
  );
}

function AppealPart({ ctx, actor, decision, post, wrong }: Appeal & { ctx: PageContext; actor: Actor; wrong?: Wrong }) {
  const { t } = ctx;
  return (
    <>
      <PostArticle post={post} />
      <Facts
        items={[
          { label: t('people.teams.rule'), value: decision.rule },
          { label: t('people.teams.reason'), value: decision.reason },
          { label: t('people.teams.log_appeal'), value: decision.appeal ?? '' },
        ]}
      />
      {decision.byId === actor.accountId ? (
        <p class="quiet">{t('people.teams.another_rules')}</p>
      ) : (
        <Form {...formState(ctx, wrong, `rule-${post.id}`)} action={`/teams/moderation/${post.id}/rule`}>
          <Choice
            name="ruling"
            legend={t('people.teams.ruling')}
            options={(['restored', 'upheld'] as const).map((value) => ({
              value,
              label: t(`people.teams.rule_${value}`),
            }))}
          />
          <Field name="reason" label={t('people.teams.reason')} maxLength={500} required />
          <Actions>
            <Button primary>{t('people.teams.rule_do')}</Button>
          </Actions>
        </Form>
      )}
    </>
  );
}

import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Matters } from '../../../ui/lists.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta } from '../../../ui/text.tsx';
import type { Moderation, Post } from './post.queries.ts';
import type { ListedTeam } from './team.queries.ts';
import { type Purpose, purposes } from './teams.rules.ts';

/** Every team that works. */
export function TeamsPage(p: {
  ctx: PageContext;
  purpose: Purpose | null;
  teams: readonly ListedTeam[];
  nextHref?: string;
  first: boolean;
}) {
  const { ctx, purpose } = p;
  const { t } = ctx;
  const words = (code: Purpose) => t(`people.teams.purpose.${code}`);
  return (
    <>
      <Heading
        title={t('people.teams.title')}
        lead={t('people.teams.lead')}
        end={<a href="/teams/feed.xml">{t('people.teams.feed')}</a>}
      />
      <Filters
        action="/teams"
        values={{ purpose: purpose ?? '' }}
        active={purpose ? [{ label: words(purpose), removeHref: '/teams' }] : []}
        clearHref="/teams"
      >
        <Field
          name="purpose"
          type="select"
          label={t('people.teams.for')}
          placeholder={t('people.teams.all')}
          options={purposes.map((code) => ({ value: code, label: words(code) }))}
        />
      </Filters>
      {p.teams.length === 0 ? (
        <EmptyState title={t('people.teams.none')}>
          <p>{t('people.teams.none_text')}</p>
        </EmptyState>
      ) : (
        <section aria-labelledby="teams">
          <h2 id="teams" class="vh">
            {t('people.teams.title')}
          </h2>
          <Matters
            level="h3"
            entries={p.teams.map((team) => ({
              href: `/teams/${team.slug}`,
              title: team.name,
              excerpt: team.about.replace(/\s+/g, ' '),
              meta: <Meta items={[words(team.purpose), t('people.teams.people_n', { n: team.people })]} />,
            }))}
          />
        </section>
      )}
      <KeysetPager
        firstHref={p.first ? undefined : `/teams${purpose ? `?purpose=${purpose}` : ''}`}
        nextHref={p.nextHref}
        note={t('people.teams.order')}
      />
      <Section id="start-a-team" title={t('people.teams.start')}>
        <div class="prose">
          <p>{t('people.teams.start_text')}</p>
          <p>{t('people.teams.not_for')}</p>
        </div>
        <p class="send-buttons">
          <ButtonLink href="/teams/new">{t('people.teams.propose')}</ButtonLink>
          <ButtonLink href="/me/teams">{t('people.teams.mine_title')}</ButtonLink>
          <a href="/teams/log">{t('people.teams.log')}</a>
        </p>
      </Section>
    </>
  );
}

/** What a team published: under its name, with its date. */
export function PostArticle({ post }: { post: Post }) {
  return (
    <article class="post" id={`post-${post.id}`}>
      <h3>{post.title}</h3>
      <Meta
        items={[
          <a href={`/teams/${post.teamSlug}`}>{post.teamName}</a>,
          <DateTime value={post.publishedAt} form="datetime" />,
        ]}
      />
      {post.body.split(/\n{2,}/).map((paragraph) => (
        <p>
          {paragraph.split('\n').map((line, i) => (
            <>
              {i > 0 && <br />}
              {line}
            </>
          ))}
        </p>
      ))}
    </article>
  );
}

/** Decisions to hide what teams published: the rule, why, the appeal and its ruling. */
export function LogEntries(p: {
  ctx: PageContext;
  entries: readonly Omit<Moderation, 'byId' | 'appeal'>[];
  named: boolean;
}) {
  const { t } = p.ctx;
  return (
    <ol class="matters">
      {p.entries.map((entry) => (
        <li>
          <h3>{t('people.teams.log_hidden', { rule: entry.rule })}</h3>
          <Facts
            items={[
              p.named && {
                label: t('people.teams.team'),
                value: <a href={`/teams/${entry.teamSlug}`}>{entry.teamName}</a>,
              },
              { label: t('people.teams.log_when'), value: <DateTime value={entry.at} form="datetime" /> },
              { label: t('people.teams.reason'), value: entry.reason },
              {
                label: t('people.teams.log_appeal'),
                value: entry.ruling
                  ? t(`people.teams.log_${entry.ruling}`, { reason: entry.rulingReason })
                  : t(entry.appealedAt ? 'people.teams.log_waiting' : 'people.teams.log_no_appeal'),
              },
            ]}
          />
        </li>
      ))}
    </ol>
  );
}

/** The public log over all teams. */
export function LogPage(p: {
  ctx: PageContext;
  entries: readonly Omit<Moderation, 'byId' | 'appeal'>[];
  nextHref?: string;
  first: boolean;
}) {
  const { t } = p.ctx;
  return (
    <>
      <Heading title={t('people.teams.log')} lead={t('people.teams.log_lead')} />
      {p.entries.length === 0 ? (
        <EmptyState title={t('people.teams.log_none')} />
      ) : (
        <section aria-labelledby="log">
          <h2 id="log" class="vh">
            {t('people.teams.log')}
          </h2>
          <LogEntries ctx={p.ctx} entries={p.entries} named />
        </section>
      )}
      <KeysetPager firstHref={p.first ? undefined : '/teams/log'} nextHref={p.nextHref} />
    </>
  );
}

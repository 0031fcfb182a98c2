import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Meta, Pre } from '../../../ui/text.tsx';
import type { Moderation, Post } from './post.queries.ts';
import type { Task } from './task.queries.ts';
import type { Team, TeamFigures } from './team.queries.ts';
import { hoursWords } from './team-words.tsx';
import { LogEntries, PostArticle } from './teams-page.tsx';

export type TeamPageProps = {
  ctx: PageContext;
  team: Team;
  figures: TeamFigures;
  department: string;
  tasks: readonly Task[];
  posts: readonly Post[];
  nextPosts?: string;
  log: readonly Omit<Moderation, 'byId' | 'appeal'>[];
  first: boolean;
};

/** When a task is: its day and hours. */
export function TaskTime({ task }: { task: Pick<Task, 'startsAt' | 'endsAt'> }) {
  return (
    <span>
      <DateTime value={task.startsAt} form="weekday" /> <DateTime value={task.startsAt} form="time" />–
      <DateTime value={task.endsAt} form="time" />
    </span>
  );
}

function Wanted({ ctx, team, tasks }: Pick<TeamPageProps, 'ctx' | 'team' | 'tasks'>) {
  const { t } = ctx;
  return (
    <Section id="wanted" title={t('people.teams.wanted')}>
      {tasks.length === 0 ? (
        <p class="quiet">{t('people.teams.wanted_none')}</p>
      ) : (
        <ol class="matters">
          {tasks.map((task) => (
            <li>
              <h3>{task.title}</h3>
              {task.about && <p class="excerpt">{task.about}</p>}
              <div class="under">
                <Meta items={[<TaskTime task={task} />, task.place]} />
              </div>
              <div class="beside num">
                {t(task.taken < task.places ? 'people.teams.places_left' : 'people.teams.places_full', {
                  n: task.places - task.taken,
                  of: task.places,
                })}
              </div>
            </li>
          ))}
        </ol>
      )}
      {tasks.length > 0 && team.state === 'active' && (
        <p class="send-buttons">
          <ButtonLink href={`/teams/${team.slug}/mine`}>{t('people.teams.take_part')}</ButtonLink>
        </p>
      )}
    </Section>
  );
}

function TeamFacts({ ctx, team, figures, department }: Pick<TeamPageProps, 'ctx' | 'team' | 'figures' | 'department'>) {
  const { t } = ctx;
  return (
    <>
      <SideSection id="join" title={t('people.teams.join')}>
        <Acts>
          {team.state === 'active' && (
            <ButtonLink href={`/teams/${team.slug}/mine`} primary icon="join">
              {t('people.teams.join_or_mine')}
            </ButtonLink>
          )}
          <a href={`/teams/${team.slug}/feed.xml`}>{t('people.teams.feed')}</a>
        </Acts>
      </SideSection>
      <SideSection id="facts" title={t('people.teams.facts')}>
        <Facts
          items={[
            { label: t('people.teams.for'), value: t(`people.teams.purpose.${team.purpose}`) },
            figures.leader ? { label: t('people.teams.leader'), value: figures.leader } : null,
            { label: t('people.teams.people'), value: t('people.teams.people_n', { n: figures.people }) },
            figures.minutes === null
              ? null
              : { label: t('people.teams.hours'), value: hoursWords(ctx, figures.minutes) },
            department ? { label: t('people.teams.department'), value: department } : null,
            team.decidedAt
              ? { label: t('people.teams.since'), value: <DateTime value={team.decidedAt} form="date" /> }
              : null,
          ]}
        />
        <p class="quiet">{t('people.teams.facts_note')}</p>
      </SideSection>
    </>
  );
}

/** What everybody sees of one team. */
export function TeamPage(p: TeamPageProps) {
  const { ctx, team } = p;
  const { t } = ctx;
  return (
    <>
      <Trail items={[{ label: t('people.teams.title'), href: '/teams' }, { label: team.name }]} />
      <CaseLayout
        heading={<Heading over={t(`people.teams.purpose.${team.purpose}`)} title={wordBreaks(team.name)} />}
        after={<TeamFacts {...p} />}
        afterLabel={t('people.teams.facts')}
      >
        {team.state === 'closed' && (
          <Notice title={t('people.teams.closed')}>
            <p>{team.closeReason}</p>
          </Notice>
        )}
        {team.state === 'vacant' && <Notice tone="warn" title={t('people.teams.vacant')} />}
        <Section id="about" title={t('people.teams.about')}>
          <Pre text={team.about} links={false} />
        </Section>
        {team.state === 'active' && <Wanted {...p} />}
        <Section id="posts" title={t('people.teams.posts')} note={t('people.teams.posts_note', { team: team.name })}>
          {p.posts.length === 0 ? (
            <p class="quiet">{t('people.teams.posts_none')}</p>
          ) : (
            p.posts.map((post) => <PostArticle post={post} />)
          )}
          <KeysetPager firstHref={p.first ? undefined : `/teams/${team.slug}`} nextHref={p.nextPosts} />
        </Section>
        {p.log.length > 0 && (
          <Section id="log" title={t('people.teams.log')} note={t('people.teams.log_lead')}>
            <LogEntries ctx={ctx} entries={p.log} named={false} />
          </Section>
        )}
      </CaseLayout>
    </>
  );
}

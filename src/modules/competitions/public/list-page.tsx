import { pageKeyText } from '../../../kernel/db/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Chapter, Find, Heading } from '../../../ui/layout.tsx';
import { type RowEntry, Rows, Toc, type TocEntry } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import type { Book, Department } from '../../people/index.ts';
import { stageName } from '../stage-name.ts';
import type { FoundCompetitions } from './load-competition.ts';
import { deedsOf, momentOf } from './moment.rules.ts';
import type { ListedCompetition } from './public.queries.ts';
import { leftWords, momentWords } from './words.ts';

export type Departments = Book<Department>;

/** A competition under way as a line: what runs, what is left of it, and what one can do. */
export function runningEntry(ctx: PageContext, departments: Departments, row: ListedCompetition): TocEntry {
  const { t, locale } = ctx;
  const now = ctx.now ?? new Date(0);
  const moment = momentOf(row, now);
  const [deed] = deedsOf(row, now, { works: row.works });
  const running = moment.is === 'running' ? [...moment.stages] : [];
  const [first] = running.sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime());
  const left = first && leftWords(ctx, first);
  const href = `/competitions/${row.slug}`;
  return {
    kind: first ? stageName(ctx.t, first) : t(`competitions.mode.${row.mode}`),
    title: wordBreaks(row.title),
    href,
    note: [departments.name(row.departmentId, locale), left ? row.summary : momentWords(ctx, moment)]
      .filter(Boolean)
      .join(t('competitions.public.comma')),
    ...(left ? { left: left.words, soon: left.soon } : {}),
    verb: deed
      ? { label: t(`competitions.public.deed.${deed.name}`), href: deed.href }
      : { label: t('competitions.public.deed.read'), href },
  };
}

function endedEntry(ctx: PageContext, departments: Departments, row: ListedCompetition): RowEntry {
  const { t, locale } = ctx;
  const when = row.finalAt ?? row.openedAt;
  return {
    href: `/competitions/${row.slug}`,
    title: wordBreaks(row.title),
    facts: [
      departments.name(row.departmentId, locale),
      formatDate(when, { locale, timeZone: ctx.timeZone ?? 'Asia/Shanghai', now: ctx.now ?? new Date(0) }, 'month'),
      <StateMark tone={row.state === 'final' ? 'ok' : 'wait'}>{t(`competitions.state.${row.state}`)}</StateMark>,
    ],
  };
}

/** What ends soonest first, then what begins next. */
export function inOrder(rows: readonly ListedCompetition[], at: Date) {
  const dated = rows.map((row) => ({ row, moment: momentOf(row, at) }));
  const when = ({ moment }: (typeof dated)[number]) =>
    moment.is === 'running'
      ? Math.min(...moment.stages.map(({ endsAt }) => endsAt.getTime()))
      : moment.is === 'waiting'
        ? moment.next.startsAt.getTime()
        : 0;
  const isAhead = ({ moment }: (typeof dated)[number]) => moment.is === 'waiting' && !moment.begun;
  const byTime = (a: (typeof dated)[number], b: (typeof dated)[number]) => when(a) - when(b);
  return {
    now: dated
      .filter((each) => !isAhead(each))
      .sort(byTime)
      .map(({ row }) => row),
    ahead: dated
      .filter(isAhead)
      .sort(byTime)
      .map(({ row }) => row),
  };
}

export type ListPageProps = {
  ctx: PageContext;
  departments: Departments;
  q: string;
  open: FoundCompetitions | null;
  ended: FoundCompetitions | null;
  first: boolean;
};

const listHref = (list: 'open' | 'ended', q: string, after: string) =>
  `/competitions?${new URLSearchParams({ list, ...(q ? { q } : {}), after })}`;

/** Competitions: what runs now, what comes, what is over. */
export function ListPage({ ctx, departments, q, open, ended, first }: ListPageProps) {
  const { t } = ctx;
  const { now, ahead } = inOrder(open?.rows ?? [], ctx.now ?? new Date(0));
  const lastOpen = open?.more ? open.rows.at(-1) : undefined;
  const lastEnded = ended?.more ? ended.rows.at(-1) : undefined;
  const next = (list: 'open' | 'ended', row: ListedCompetition | undefined) =>
    row && listHref(list, q, pageKeyText({ at: row.openedAt, id: row.id }));
  const nothing = now.length + ahead.length + (ended?.rows.length ?? 0) === 0;
  return (
    <>
      <Heading
        title={q ? t('competitions.public.list.title_for', { q }) : t('competitions.public.list.title')}
        lead={t('competitions.public.list.lead')}
      />
      <Find action="/competitions" label={t('competitions.public.list.find')} value={q} />
      {nothing && (
        <EmptyState
          title={t(q ? 'competitions.public.list.none_found' : 'competitions.public.list.none')}
          action={q ? <ButtonLink href="/competitions">{t('competitions.public.list.all')}</ButtonLink> : undefined}
        >
          <p>{t(q ? 'competitions.public.list.none_found_text' : 'competitions.public.list.none_text')}</p>
        </EmptyState>
      )}
      {now.length > 0 && (
        <Chapter id="now" title={t('competitions.public.list.now')} note={t('competitions.public.list.now_note')}>
          <Toc entries={now.map((row) => runningEntry(ctx, departments, row))} />
        </Chapter>
      )}
      {ahead.length > 0 && (
        <Chapter id="ahead" title={t('competitions.public.list.ahead')}>
          <Toc entries={ahead.map((row) => runningEntry(ctx, departments, row))} />
        </Chapter>
      )}
      {lastOpen && <KeysetPager nextHref={next('open', lastOpen)} />}
      {ended && ended.rows.length > 0 && (
        <Chapter id="ended" title={t('competitions.public.list.ended')}>
          <Rows entries={ended.rows.map((row) => endedEntry(ctx, departments, row))} />
        </Chapter>
      )}
      <KeysetPager nextHref={next('ended', lastEnded)} {...(first ? {} : { firstHref: '/competitions' })} />
    </>
  );
}

import { pageKeyText } from '../../../kernel/db/index.ts';
import { wordBreaks } from '../../../kernel/text/index.ts';
import { dateWords, daysBetween, localDate } from '../../../kernel/time/index.ts';
import { Chapter, Heading } from '../../../ui/layout.tsx';
import { type RowEntry, Rows, Toc, type TocEntry } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import type { Book, Department } from '../../people/index.ts';
import { titleIn } from '../surveys.rules.ts';
import type { ListedSurvey } from './list.queries.ts';

type Departments = Book<Department>;

const zoneOf = (ctx: PageContext): string => ctx.timeZone ?? 'Asia/Shanghai';
const nowOf = (ctx: PageContext): Date => ctx.now ?? new Date(0);

/** A day in words, with its year where it is another than this one. */
export function dayIn(ctx: PageContext, at: Date): string {
  const zone = zoneOf(ctx);
  return dateWords(localDate(at, zone), { locale: ctx.locale, today: localDate(nowOf(ctx), zone), weekday: false });
}

/** The last day on which it can be answered, in words. */
export const lastDayIn = (ctx: PageContext, endsAt: Date): string => dayIn(ctx, new Date(endsAt.getTime() - 1));

/** 还有 4 天; 今天截止 */
export function leftIn(ctx: PageContext, endsAt: Date): { words: string; soon: boolean } {
  const zone = zoneOf(ctx);
  const days = daysBetween(localDate(nowOf(ctx), zone), localDate(new Date(endsAt.getTime() - 1), zone));
  return { words: ctx.t('surveys.answer.list.left', { days }), soon: days <= 3 };
}

/** An open survey as a line: who asks, and what is left. */
export function openEntry(ctx: PageContext, departments: Departments, row: ListedSurvey): TocEntry {
  const { t, locale } = ctx;
  const waits = row.startsAt > nowOf(ctx);
  const left = leftIn(ctx, row.endsAt);
  return {
    kind: departments.name(row.departmentId, locale),
    title: wordBreaks(titleIn(row, locale)),
    href: `/surveys/${row.slug}`,
    note: waits ? t('surveys.answer.list.begins', { day: dayIn(ctx, row.startsAt) }) : row.summary || undefined,
    ...(waits ? {} : { left: left.words, soon: left.soon }),
    verb: { label: t(waits ? 'surveys.answer.list.read' : 'surveys.answer.list.answer') },
  };
}

function endedEntry(ctx: PageContext, departments: Departments, row: ListedSurvey): RowEntry {
  const { t, locale } = ctx;
  const results = row.state === 'published' && row.results !== 'none';
  return {
    href: results ? `/surveys/${row.slug}/results` : `/surveys/${row.slug}`,
    title: wordBreaks(titleIn(row, locale)),
    facts: [
      departments.name(row.departmentId, locale),
      lastDayIn(ctx, row.endsAt),
      <StateMark tone={results ? 'ok' : 'wait'}>
        {t(results ? 'surveys.answer.list.results' : 'surveys.state.closed')}
      </StateMark>,
    ],
  };
}

export type ListView = {
  departments: Departments;
  /** null: a further page of ended ones */
  open: readonly ListedSurvey[] | null;
  ended: readonly ListedSurvey[];
  more: boolean;
};

/** What the city asks now, and what came of what it asked before. */
export function ListPage({ ctx, view }: { ctx: PageContext; view: ListView }) {
  const { t } = ctx;
  const { departments, open, ended, more } = view;
  const now = (open ?? []).filter(({ startsAt }) => startsAt <= nowOf(ctx));
  const ahead = (open ?? []).filter(({ startsAt }) => startsAt > nowOf(ctx));
  const last = more ? ended.at(-1) : undefined;
  const nextHref = last && `/surveys?after=${pageKeyText({ at: last.endsAt, id: last.id })}`;
  return (
    <>
      <Heading title={t('surveys.answer.list.title')} lead={t('surveys.answer.list.lead')} />
      {open && now.length + ahead.length + ended.length === 0 && (
        <EmptyState title={t('surveys.answer.list.none')}>
          <p>{t('surveys.answer.list.none_text')}</p>
        </EmptyState>
      )}
      {now.length > 0 && (
        <Chapter id="now" title={t('surveys.answer.list.now')} note={t('surveys.answer.list.now_note')}>
          <Toc entries={now.map((row) => openEntry(ctx, departments, row))} />
        </Chapter>
      )}
      {ahead.length > 0 && (
        <Chapter id="ahead" title={t('surveys.answer.list.ahead')}>
          <Toc entries={ahead.map((row) => openEntry(ctx, departments, row))} />
        </Chapter>
      )}
      {ended.length > 0 && (
        <Chapter id="ended" title={t('surveys.answer.list.ended')} note={t('surveys.answer.list.ended_note')}>
          <Rows entries={ended.map((row) => endedEntry(ctx, departments, row))} />
        </Chapter>
      )}
      <KeysetPager nextHref={nextHref} {...(open ? {} : { firstHref: '/surveys' })} />
    </>
  );
}

import { wordBreaks } from '../../../kernel/text/index.ts';
import { ButtonLink, More, VerbLink } from '../../../ui/button.tsx';
import { Chapter, Find, Heading } from '../../../ui/layout.tsx';
import { Rows, Toc, type TocEntry } from '../../../ui/lists.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { publicHref } from '../consultation-href.ts';
import { type ConsultationKind, consultationKinds, statusOn } from '../consultations.rules.ts';
import type { ConsultationLine } from '../convene/convene.queries.ts';
import { statusTones } from '../convene/list-page.tsx';
import { periodWords } from '../period-words.ts';
import { askingEntry, type Departments } from './list-entry.tsx';
import type { Found } from './load-consultation.ts';

// keys: consultations.kind.*, consultations.status.*

export type ListPageProps = {
  ctx: PageContext;
  departments: Departments;
  today: string;
  q: string;
  kind: ConsultationKind | undefined;
  now: Found | null;
  over: Found | null;
  surveys: readonly TocEntry[];
  first: boolean;
};

function address(p: Pick<ListPageProps, 'q' | 'kind'>, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(p.kind ? { kind: p.kind } : {}), ...(p.q ? { q: p.q } : {}), ...more });
  return query.size > 0 ? `/consultations?${query}` : '/consultations';
}

const keyOf = (list: 'now' | 'over', row: ConsultationLine) => ({ list, after: `${row.endsOn}_${row.id}` });

/** What the city asks of everybody: drafts, calls for ideas, opinion maps and surveys; what runs, and what became of it. */
export function ListPage(p: ListPageProps) {
  const { t } = p.ctx;
  const { now, over } = p;
  const lastNow = now?.more ? now.rows.at(-1) : undefined;
  const lastOver = over?.more ? over.rows.at(-1) : undefined;
  const nothing = (now?.rows.length ?? 0) + (over?.rows.length ?? 0) + p.surveys.length === 0;
  return (
    <>
      <Heading
        title={p.q ? t('consultations.public.list.title_for', { q: p.q }) : t('consultations.public.list.title')}
        lead={t('consultations.public.list.lead')}
      />
      <Find action="/consultations" label={t('consultations.public.list.find')} value={p.q} />
      <Tabs
        label={t('consultations.public.list.which')}
        items={[
          { href: '/consultations', label: t('consultations.public.list.all'), current: !p.kind },
          ...consultationKinds.map((kind) => ({
            href: `/consultations?kind=${kind}`,
            label: t(`consultations.kind.${kind}`),
            current: p.kind === kind,
          })),
          { href: '/surveys', label: t('consultations.public.list.surveys') },
        ]}
      />
      {nothing && (
        <EmptyState
          title={t(p.q ? 'consultations.public.list.none_found' : 'consultations.public.list.none')}
          action={
            p.q ? <ButtonLink href="/consultations">{t('consultations.public.list.every')}</ButtonLink> : undefined
          }
        >
          <p>{t(p.q ? 'consultations.public.list.none_found_text' : 'consultations.public.list.none_text')}</p>
        </EmptyState>
      )}
      {now && now.rows.length > 0 && (
        <Chapter id="now" title={t('consultations.public.list.now')} note={t('consultations.public.list.now_note')}>
          <Toc entries={now.rows.map((row) => askingEntry(p.ctx, p.departments, row, p.today))} />
        </Chapter>
      )}
      {lastNow && <KeysetPager nextHref={address(p, keyOf('now', lastNow))} />}
      {p.surveys.length > 0 && (
        <Chapter id="surveys" title={t('consultations.public.list.surveys')}>
          <Toc entries={p.surveys} />
          <More>
            <VerbLink href="/surveys">{t('consultations.public.list.all_surveys')}</VerbLink>
          </More>
        </Chapter>
      )}
      {over && over.rows.length > 0 && <Over {...p} over={over} />}
      <KeysetPager
        {...(lastOver ? { nextHref: address(p, keyOf('over', lastOver)) } : {})}
        {...(p.first ? {} : { firstHref: address(p) })}
      />
    </>
  );
}

function Over({ ctx, departments, today, over }: ListPageProps & { over: Found }) {
  const { t, locale } = ctx;
  return (
    <Chapter id="over" title={t('consultations.public.list.over')} note={t('consultations.public.list.over_note')}>
      <Rows
        entries={over.rows.map((row) => {
          const status = statusOn(row, today);
          return {
            href: publicHref(row),
            title: wordBreaks(row.title),
            facts: [
              t(`consultations.kind.${row.kind}`),
              departments.name(row.departmentId, locale) || periodWords(ctx, row, today),
              <StateMark tone={statusTones[status]}>{t(`consultations.status.${status}`)}</StateMark>,
            ],
          };
        })}
      />
    </Chapter>
  );
}

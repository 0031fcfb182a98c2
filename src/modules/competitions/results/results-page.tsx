import { More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Chapter, Trail } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { CompetitionHead } from '../public/competition-page.tsx';
import type { ResultsView } from './load-results.ts';
import { Answers, DataLinks, HowComputed, NotYet, TakenOut } from './notice-page.tsx';
import type { FinalResult, ResultEntry } from './result.rules.ts';
import { EntryName, ResultTables } from './result-tables.tsx';

type Awarded = ResultEntry & { category: string };

function Awards({ ctx, view, result }: { ctx: PageContext; view: ResultsView; result: FinalResult }) {
  const { t } = ctx;
  const { slug } = view.competition;
  const awarded: Awarded[] = result.categories.flatMap(({ name, entries }) =>
    entries.filter(({ level, chosen }) => level !== null || chosen).map((entry) => ({ ...entry, category: name })),
  );
  if (awarded.length === 0) return null;
  return (
    <Chapter id="awards" title={t('competitions.results.awards')} note={t('competitions.results.awards_note')}>
      <Table
        caption={t('competitions.results.awards')}
        captionHidden
        rows={awarded}
        columns={[
          {
            label: t('competitions.results.column.level'),
            cell: ({ level }) => (level === null ? t('competitions.results.chosen') : result.levels[level]?.name),
          },
          {
            label: t('competitions.results.column.entry'),
            head: true,
            cell: (entry) => <EntryName ctx={ctx} slug={slug} entry={entry} names={view.names} />,
          },
          { label: t('competitions.results.column.category'), cell: ({ category }) => category },
        ]}
      />
    </Chapter>
  );
}

/** Results as they are final, with their calculation; in a showcase thanks to everybody, by number. */
export function ResultsPage({ ctx, view }: { ctx: PageContext; view: ResultsView }) {
  const { t } = ctx;
  const { competition, notice, names } = view;
  const { slug, mode, finalAt } = competition;
  const title = t(mode === 'showcase' ? 'competitions.results.thanks' : 'competitions.results.results');
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.public.list.title'), href: '/competitions' },
          { label: competition.title, href: `/competitions/${slug}` },
          { label: title },
        ]}
      />
      <CompetitionHead ctx={ctx} view={view} />
      {!notice ? (
        <NotYet ctx={ctx} mode={mode} title="not_final" />
      ) : competition.state !== 'final' ? (
        <EmptyState title={t('competitions.results.not_final')}>
          <a href={`/competitions/${slug}/notice`}>{t('competitions.results.to_notice')}</a>
        </EmptyState>
      ) : (
        <>
          {mode === 'award' && <Awards ctx={ctx} view={view} result={notice.result} />}
          <Chapter
            id="whole"
            title={mode === 'showcase' ? title : t('competitions.results.whole')}
            note={
              finalAt && (
                <>
                  {t(mode === 'showcase' ? 'competitions.results.thanks_note' : 'competitions.results.final_since')}{' '}
                  {mode === 'award' && <DateTime value={finalAt} form="date" />}
                </>
              )
            }
          >
            <ResultTables ctx={ctx} slug={slug} result={notice.result} names={names} />
            <DataLinks ctx={ctx} slug={slug} file="results" />
          </Chapter>
          {mode === 'award' && <HowComputed ctx={ctx} competition={competition} result={notice.result} />}
          {notice.endsAt && (
            <>
              <TakenOut ctx={ctx} view={view} />
              <Answers ctx={ctx} view={view} />
            </>
          )}
          <More>
            <VerbLink href={`/competitions/${slug}/entries`}>{t('competitions.results.to_gallery')}</VerbLink>
          </More>
        </>
      )}
    </>
  );
}

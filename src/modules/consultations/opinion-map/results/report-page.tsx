import { Trail } from '../../../../ui/layout.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import { wordsFor } from '../opinion-map.rules.ts';
import { WholeContext } from './parts.tsx';
import { ResultChapters, ResultsHead, type ResultsProps } from './results-page.tsx';
import { percent } from './said.tsx';

/** Everything on one page that prints cleanly: the result, the answer, and every statement with its figures. */
export function ReportPage(props: ResultsProps) {
  const { t, locale } = useUi();
  const { view } = props;
  const { map } = view;
  const nobody = { agrees: 0, disagrees: 0, passes: 0, seen: 0 };
  const rows = map.statements.map((statement) => ({
    statement,
    words: wordsFor(locale, statement),
    counts: view.figures.get(statement.number)?.all ?? nobody,
  }));
  return (
    <>
      <Trail
        items={[
          { label: map.consultation.title, href: `/maps/${map.slug}` },
          { label: t('consultations.opinion_map.results.title'), href: `/maps/${map.slug}/results` },
          { label: t('consultations.opinion_map.report.title') },
        ]}
      />
      <ResultsHead {...props} />
      <WholeContext.Provider value={{ all: true }}>
        <ResultChapters {...props} />
      </WholeContext.Provider>
      {view.open && (
        <Table
          caption={t('consultations.opinion_map.report.all', { n: rows.length })}
          dense
          rows={rows}
          columns={[
            {
              label: t('consultations.opinion_map.report.number'),
              numeric: true,
              cell: ({ statement }) => String(statement.number),
            },
            {
              label: t('consultations.opinion_map.statement'),
              head: true,
              cell: ({ words }) => (
                <span lang={words.language === locale ? undefined : words.language}>{words.text}</span>
              ),
            },
            {
              label: t('consultations.opinion_map.report.seen'),
              numeric: true,
              cell: ({ counts }) => String(counts.seen),
            },
            ...(['agrees', 'disagrees', 'passes'] as const).map((name) => ({
              label: t(`consultations.opinion_map.report.${name}`),
              numeric: true,
              cell: ({ counts }: (typeof rows)[number]) => `${counts[name]} (${percent(counts[name], counts.seen)}%)`,
            })),
          ]}
        />
      )}
    </>
  );
}

import { More, VerbLink } from '../../../ui/button.tsx';
import { Facts, Hash } from '../../../ui/facts.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { stageName } from '../stage-name.ts';
import type { ChairView } from './chair-view.ts';
import type { EntryLine } from './load-jury.ts';
import { entryName, numberOf } from './words.ts';

/** Entries by jurors: every total, those that do not count in brackets, the mean. */
export function SummaryPage({ view }: { view: ChairView }) {
  const { t } = useUi();
  const { jury, lines, base, closing, sees } = view;
  const columns = jurorColumns(view);
  return (
    <>
      <Heading
        over={`${jury.competition.title}　${stageName(t, jury.stage)}`}
        title={t('competitions.jury.summary')}
        lead={t('competitions.jury.summary_lead')}
      />
      {!closing && <Notice title={t('competitions.jury.summary_open')} />}
      <More>
        <VerbLink href={`${base}/summary.pdf`}>{t('competitions.jury.as_pdf')}</VerbLink>
        <VerbLink href={`${base}/summary.xlsx`}>{t('competitions.jury.as_xlsx')}</VerbLink>
        <VerbLink href={`${base}/record`}>{t('competitions.jury.to_record')}</VerbLink>
      </More>
      <Table
        caption={t('competitions.jury.summary')}
        captionHidden
        scroll
        dense
        rows={lines}
        columns={[
          { label: t('competitions.jury.entry'), head: true, cell: ({ entry }) => entryName(entry) },
          ...columns.map(({ id, name }) => ({
            label: name,
            numeric: true,
            cell: (line: EntryLine) => (sees(line) ? totalOf(line, id) : '—'),
          })),
          {
            label: t('competitions.jury.mean'),
            numeric: true,
            cell: (line: EntryLine) => (sees(line) ? (line.score?.toFixed(2) ?? '—') : '—'),
          },
        ]}
      />
      <Section id="single" title={t('competitions.jury.sheets_by_juror')}>
        <ul class="plain">
          {columns.map(({ id, name }) => (
            <li>
              <a href={`${base}/sheets/${id}`}>{t('competitions.jury.sheets_of', { name })}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Settled view={view} />
    </>
  );
}

/** What was counted, and how equals were put in order. */
function Settled({ view }: { view: ChairView }) {
  const { t } = useUi();
  const { closing, lines } = view;
  return (
    <>
      {closing && (
        <Facts
          ruled
          items={[
            { label: t('competitions.jury.figure.entries'), value: String(closing.entries) },
            { label: t('competitions.jury.figure.sheets'), value: String(closing.sheets) },
            { label: t('competitions.jury.digest'), value: <Hash value={closing.digest} /> },
          ]}
        />
      )}
      {view.decisions.length > 0 && (
        <Section id="ties" title={t('competitions.jury.tie_decisions')}>
          <ul>
            {view.decisions.map((decision) => (
              <li>
                {t('competitions.jury.tie_line', {
                  total: decision.total.toFixed(2),
                  order: decision.entryIds
                    .map((id) => lines.find(({ entry }) => entry.id === id)?.entry)
                    .map((entry) => (entry ? numberOf(entry) : '—'))
                    .join(' › '),
                  reason: decision.reason,
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Whoever handed in a sheet or is asked to. */
export function jurorColumns({ jury, lines }: Pick<ChairView, 'jury' | 'lines'>): { id: string; name: string }[] {
  const ids = new Set([
    ...jury.jurors.map(({ id }) => id),
    ...lines.flatMap(({ sheets }) => sheets.map(({ jurorId }) => jurorId)),
  ]);
  return [...ids].map((id) => ({ id, name: jury.names.get(id) ?? '' }));
}

/** A juror's total for an entry; in brackets where it does not count. */
export function totalOf(line: EntryLine, jurorId: string): string {
  const sheet = line.sheets.find((each) => each.jurorId === jurorId);
  if (!sheet || sheet.total === null) return '—';
  const outcome = line.outcomes.get(sheet.id);
  return outcome === 'highest' || outcome === 'lowest' ? `(${sheet.total.toFixed(2)})` : sheet.total.toFixed(2);
}

import { StateMark } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import type { EntryLine, Jury } from './load-jury.ts';

// keys: competitions.jury.outcome.*

/** The sheets that came in for one entry, with what counts. */
export function SheetsTable({ jury, line }: { jury: Jury; line: EntryLine }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('competitions.jury.sheets')}
      captionHidden
      rows={line.sheets}
      empty={t('competitions.jury.sheets_none')}
      columns={[
        { label: t('competitions.jury.juror'), head: true, cell: ({ jurorId }) => jury.names.get(jurorId) ?? '' },
        ...jury.stage.settings.criteria.map(({ id, name }) => ({
          label: name,
          numeric: true,
          cell: (sheet: EntryLine['sheets'][number]) => sheet.points[id] ?? '—',
        })),
        { label: t('competitions.jury.total'), numeric: true, cell: ({ total }) => total?.toFixed(2) ?? '—' },
        {
          label: t('competitions.jury.counts'),
          cell: ({ id }) => {
            const outcome = line.outcomes.get(id) ?? 'counted';
            return (
              <StateMark tone={outcome === 'counted' ? 'ok' : 'wait'}>
                {t(`competitions.jury.outcome.${outcome}`)}
              </StateMark>
            );
          },
        },
        { label: t('competitions.jury.comment'), cell: ({ comment }) => (comment ? <Pre text={comment} /> : '—') },
      ]}
    />
  );
}

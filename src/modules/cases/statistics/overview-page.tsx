import { DateTime } from '../../../ui/date-time.tsx';
import { Figures as FigureList } from '../../../ui/facts.tsx';
import { Chapter, Columns, Heading } from '../../../ui/layout.tsx';
import { SignalLight } from '../../../ui/marks.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Rates, Rings } from '../../../ui/rings.tsx';
import { Table } from '../../../ui/table.tsx';
import { FiguresTable } from './figures-table.tsx';
import { ratesInWords } from './load-figures.ts';
import type { Overview } from './load-overview.ts';

/** For leaders, on one printable page. */
export function OverviewPage({ overview }: { overview: Overview }) {
  const { t, locale } = useUi();
  const [signed, contacted, inTime, solved, satisfied] = ratesInWords(overview.view.total, t, locale);
  return (
    <>
      <Heading title={t('cases.statistics.overview.title')} facts={<DateTime value={overview.now} form="datetime" />} />
      <Chapter id="now" title={t('cases.statistics.overview.now')}>
        <NowFigures overview={overview} />
      </Chapter>
      <Chapter id="late" title={t('cases.statistics.overview.late')} note={t('cases.statistics.overview.late_note')}>
        <LateTables overview={overview} />
      </Chapter>
      <Chapter
        id="unhappy"
        title={t('cases.statistics.overview.unhappy')}
        note={t('cases.statistics.overview.unhappy_note')}
      >
        <UnhappyTable overview={overview} />
      </Chapter>
      <Chapter id="rates" title={t('cases.statistics.rates')} note={t('cases.statistics.preset.last_30')}>
        {signed && inTime && solved && (
          <Rings
            title={t('cases.statistics.preset.last_30')}
            figures={[signed, inTime, solved]}
            source={{ href: '/data', label: t('cases.statistics.check') }}
          />
        )}
        {contacted && satisfied && <Rates figures={[contacted, satisfied]} />}
        <FiguresTable
          caption={t('cases.statistics.by.department')}
          headLabel={t('cases.statistics.by.department')}
          rows={overview.view.rows.slice(0, 40)}
          total={overview.view.total}
        />
      </Chapter>
    </>
  );
}

function NowFigures({ overview }: { overview: Overview }) {
  const { t } = useUi();
  const openTotal = overview.open.reduce((sum, { n }) => sum + n, 0);
  const waiting = overview.open
    .filter(({ state }) => state === 'submitted' || state === 'accepted')
    .reduce((sum, { n }) => sum + n, 0);
  const change = t('cases.statistics.overview.last_week', { n: overview.lastWeek.received });
  return (
    <FigureList
      items={[
        { label: t('cases.statistics.overview.today'), value: overview.today.received },
        { label: t('cases.statistics.overview.week'), value: overview.thisWeek.received, note: change },
        {
          label: t('cases.statistics.overview.open'),
          value: openTotal,
          note: t('cases.statistics.overview.waiting', { n: waiting }),
        },
        {
          label: t('cases.statistics.overview.overdue'),
          value: overview.view.total.overdue,
          note: t('cases.statistics.preset.last_30'),
        },
      ]}
    />
  );
}

function Numbered({ row }: { row: { number: string; title: string; confidential: boolean } }) {
  const { t } = useUi();
  return row.confidential ? (
    <>{t('cases.statistics.overview.confidential')}</>
  ) : (
    <a href={`/cases/${row.number}`}>{row.title}</a>
  );
}

function LateTables({ overview }: { overview: Overview }) {
  const { t } = useUi();
  return (
    <Columns of={2}>
      <Table
        caption={t('cases.statistics.overview.late_cases')}
        rows={overview.late}
        empty={t('cases.statistics.overview.none_late')}
        columns={[
          {
            label: t('cases.statistics.overview.letter'),
            head: true,
            cell: (row: Overview['late'][number]) => <Numbered row={row} />,
          },
          { label: t('cases.statistics.by.department'), cell: (row: Overview['late'][number]) => row.department },
          {
            label: t('cases.statistics.overview.due'),
            cell: (row: Overview['late'][number]) => (
              <SignalLight level="red">
                <DateTime value={row.due_at} form="date" />
              </SignalLight>
            ),
          },
        ]}
      />
      <Table
        caption={t('cases.statistics.overview.late_departments')}
        rows={overview.departments}
        empty={t('cases.statistics.overview.none_late')}
        columns={[
          {
            label: t('cases.statistics.by.department'),
            head: true,
            cell: (row: Overview['departments'][number]) => row.name,
          },
          {
            label: t('cases.statistics.count.overdue'),
            numeric: true,
            cell: (row: Overview['departments'][number]) => row.late,
          },
          {
            label: t('cases.statistics.overview.soon'),
            numeric: true,
            cell: (row: Overview['departments'][number]) => row.soon,
          },
        ]}
      />
    </Columns>
  );
}

function UnhappyTable({ overview }: { overview: Overview }) {
  const { t } = useUi();
  type Row = Overview['unhappy'][number];
  return (
    <Table
      caption={t('cases.statistics.overview.unhappy')}
      captionHidden
      rows={overview.unhappy}
      empty={t('cases.statistics.overview.none_unhappy')}
      columns={[
        { label: t('cases.statistics.overview.letter'), head: true, cell: (row: Row) => <Numbered row={row} /> },
        { label: t('cases.statistics.by.department'), cell: (row: Row) => row.department },
        {
          label: t('cases.statistics.overview.solved'),
          cell: (row: Row) => t(row.solved ? 'cases.statistics.overview.yes' : 'cases.statistics.overview.no'),
        },
        { label: t('cases.statistics.overview.stars'), numeric: true, cell: (row: Row) => (row.stars / 3).toFixed(1) },
        { label: t('cases.statistics.overview.words'), cell: (row: Row) => (row.confidential ? '' : row.text) },
      ]}
    />
  );
}

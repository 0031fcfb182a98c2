import { formatNumber } from '../../../ui/date-time.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { formatRate } from '../../../ui/rings.tsx';
import { Table } from '../../../ui/table.tsx';
import { type Figures, ratesOf } from './figures.rules.ts';
import type { NamedFigures } from './load-figures.ts';

const counts = ['received', 'dispatched', 'in_time', 'late', 'overdue', 'open'] as const;
const shares = ['signed', 'in_time', 'solved', 'satisfied'] as const;

function Share({ figures, name }: { figures: Figures; name: (typeof shares)[number] }) {
  const { locale } = useUi();
  const { numerator, denominator } = ratesOf(figures)[name];
  return (
    <>
      {formatRate(numerator, denominator, locale)}
      {denominator > 0 && (
        <small class="of">
          {' '}
          {formatNumber(numerator, locale)}/{formatNumber(denominator, locale)}
        </small>
      )}
    </>
  );
}

/** Counts and rates of each department, channel, kind, district, month or day. */
export function FiguresTable(p: {
  caption: string;
  headLabel: string;
  rows: readonly NamedFigures[];
  total?: Figures;
}) {
  const { t, locale } = useUi();
  const { total } = p;
  const columns = [
    {
      label: p.headLabel,
      head: true,
      cell: (row: NamedFigures) => (row.href ? <a href={row.href}>{row.name}</a> : row.name),
      ...(total ? { foot: t('cases.statistics.total') } : {}),
    },
    ...counts.map((name) => ({
      label: t(`cases.statistics.count.${name}`),
      numeric: true,
      cell: (row: NamedFigures) => formatNumber(row.figures[name], locale),
      ...(total ? { foot: formatNumber(total[name], locale) } : {}),
    })),
    {
      label: t('cases.statistics.count.unsatisfied'),
      numeric: true,
      cell: (row: NamedFigures) => formatNumber(row.figures.rated - row.figures.satisfied, locale),
      ...(total ? { foot: formatNumber(total.rated - total.satisfied, locale) } : {}),
    },
    ...shares.map((name) => ({
      label: t(`cases.statistics.rate.${name}`),
      numeric: true,
      cell: (row: NamedFigures) => <Share figures={row.figures} name={name} />,
      ...(total ? { foot: <Share figures={total} name={name} /> } : {}),
    })),
  ];
  return (
    <Table caption={p.caption} columns={columns} rows={p.rows} empty={t('cases.statistics.nothing')} scroll dense />
  );
}

import type { T } from '../../../ui/page-context.ts';
import type { FiguresView } from './load-figures.ts';

/** Loaded with the first plot: the charts' library weighs 30 MB in memory. */
const charts = () => import('../../../ui/chart.ts');

/** Received and answered over time. */
export async function timePlot(view: FiguresView, t: T, narrow: boolean): Promise<string> {
  const { lineChart } = await charts();
  const { rows, step } = view.overTime;
  const labels = rows.map((row) => (step === 'day' ? row.name.slice(5) : row.name));
  const series = [
    { name: t('cases.statistics.count.received'), values: rows.map((row) => row.figures.received) },
    { name: t('cases.statistics.count.answered'), values: rows.map((row) => row.figures.answered) },
  ];
  return lineChart({
    labels,
    series,
    unit: t('cases.statistics.unit'),
    width: narrow ? 380 : 960,
    height: narrow ? 280 : 320,
  });
}

/** The fifteen largest of a dimension: in time, late, still open. */
export async function dimensionPlot(view: FiguresView, t: T, narrow: boolean): Promise<string> {
  const { barChart } = await charts();
  const rows = view.rows.slice(0, 15).reverse();
  const shown = narrow ? 8 : 16;
  const labels = rows.map((row) =>
    [...row.name].length > shown ? `${[...row.name].slice(0, shown - 1).join('')}…` : row.name,
  );
  const series = [{ name: t('cases.statistics.count.received'), values: rows.map((row) => row.figures.received) }];
  return barChart({
    labels,
    series,
    unit: t('cases.statistics.unit'),
    horizontal: true,
    width: narrow ? 380 : 960,
    height: 90 + 30 * rows.length,
  });
}

import type { Line, QuestionResult } from './result.rules.ts';

/** Loaded with the first plot: the charts' library weighs 30 MB in memory. */
const charts = () => import('../../../ui/chart.ts');

type Size = { narrow: boolean };

const cut = (label: string, longest: number): string => {
  const signs = [...label];
  return signs.length > longest ? `${signs.slice(0, longest - 1).join('')}…` : label;
};

export const plotHeight = (lines: number): number => 70 + 30 * Math.max(1, lines);

/** Whether there is anything to draw. */
export function isDrawn({ tooFew, withheld, answered, lines, rows, ranks }: QuestionResult): boolean {
  return !tooFew && !withheld && (answered ?? 0) > 0 && (lines.length > 0 || rows.length > 0 || ranks.length > 0);
}

/** How many bars lie below each other; of figures over a range they stand. */
export function barsOf({ question, lines, rows, ranks }: QuestionResult): number {
  if (question.type === 'number' || question.type === 'date') return 0;
  return rows.length || ranks.length || lines.length;
}

/** The plot of one question: bars, stacked bars of a matrix, a histogram of numbers, mean places of a ranking. */
export async function questionPlot(result: QuestionResult, { narrow }: Size): Promise<string> {
  const { barChart, stackedBars } = await charts();
  const width = narrow ? 380 : 760;
  const longest = narrow ? 8 : 16;
  const { question, lines, rows, ranks } = result;
  if (question.type === 'matrix') {
    const values = rows.find((row) => row.lines.length > 0)?.lines.map(({ label }) => label) ?? [];
    return stackedBars({
      labels: rows.map(({ label }) => cut(label, longest)),
      series: values.map((name, at) => ({
        name: cut(name, longest),
        values: rows.map((row) => percent(row.lines[at])),
      })),
      unit: '%',
      horizontal: true,
      width,
      height: plotHeight(rows.length) + 20,
      max: 100,
    });
  }
  if (question.type === 'ranking')
    return barChart({
      labels: ranks.map(({ label }) => cut(label, longest)),
      series: [{ name: '', values: ranks.map(({ mean }) => (mean === null ? null : Math.round(mean * 100) / 100)) }],
      horizontal: true,
      width,
      height: plotHeight(ranks.length),
    });
  const standing = question.type === 'number' || question.type === 'date';
  return barChart({
    labels: lines.map(({ label }) => cut(label, longest)),
    series: [{ name: '', values: lines.map(standing ? ({ n }) => n : percent) }],
    ...(standing ? {} : { unit: '%', horizontal: true }),
    width,
    height: standing ? 280 : plotHeight(lines.length),
  });
}

const percent = (line: Line | undefined): number | null =>
  line?.share == null ? null : Math.round(line.share * 1000) / 10;

/** Answers by day. */
export async function daysPlot(days: readonly [string, number][], { narrow }: Size): Promise<string> {
  const { barChart } = await charts();
  return barChart({
    labels: days.map(([day]) => day.slice(5)),
    series: [{ name: '', values: days.map(([, n]) => n) }],
    width: narrow ? 380 : 760,
    height: 260,
  });
}

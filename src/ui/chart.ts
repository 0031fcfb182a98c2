import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, HeatmapChart, GridComponent, LegendComponent, VisualMapComponent, SVGRenderer]);

/** Told apart with every common kind of colour blindness, in this order, on the paper. */
const palette = ['#0f4a4e', '#c8741a', '#5a8fb8', '#8a2f4b', '#8c8a3a', '#6b5b95', '#3f3f3a', '#c9a66b'];
const paper = '#faf6ed';
const ink = '#1c211f';
const quietInk = '#62635a';
const rule = '#dbd2c0';
// Single quotes: ECharts writes the family into an attribute as it is.
const sans = "'PingFang SC','Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif";

export type Series = { name: string; values: readonly (number | null)[] };

export type ChartInput = {
  /** One label for each value. */
  labels: readonly string[];
  series: readonly Series[];
  width?: number;
  height?: number;
  /** Unit behind the figures of the value axis: 件, %. */
  unit?: string;
  /** Bars that lie, for long labels. */
  horizontal?: boolean;
  max?: number;
};

export type HeatmapInput = {
  columns: readonly string[];
  rows: readonly string[];
  /** `[column, row, value]` by index. */
  cells: readonly (readonly [number, number, number])[];
  width?: number;
  height?: number;
};

/** Control characters are not allowed in XML 1.0 and would break the image. */
function clean(label: string): string {
  return [...label.slice(0, 200)]
    .filter((c) => c >= ' ' && c !== '\u007f' && c !== '\ufffe' && c !== '\uffff')
    .join('');
}

/**
 * Without what only serves a live chart: hover styles, names that differ from one drawing to the next, and style attributes, which a
 * strict CSP on the image would drop.
 */
function still(svg: string): string {
  return svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"<>]*"/g, '')
    .replace(/\bzr\d+-/g, 'zr-')
    .replace(/ style="([^"<>]*)"/g, (_, declarations: string) =>
      declarations.replace(/([\w-]+):([^;]+);?/g, ' $1="$2"'),
    );
}

function draw(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: paper,
      color: palette,
      textStyle: { fontFamily: sans, color: ink, fontSize: 13 },
      ...option,
    });
    return still(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

function axes(input: ChartInput): EChartsCoreOption {
  const category = {
    type: 'category',
    data: input.labels.map(clean),
    axisLine: { lineStyle: { color: ink } },
    axisTick: { show: false },
    axisLabel: { color: quietInk, hideOverlap: true, width: input.horizontal ? 170 : undefined, overflow: 'truncate' },
    inverse: input.horizontal,
  };
  const value = {
    type: 'value',
    max: input.max,
    splitLine: { lineStyle: { color: rule }, silent: true },
    axisLabel: { color: quietInk, formatter: input.unit ? `{value} ${clean(input.unit)}` : undefined },
  };
  return input.horizontal ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

function frame(input: ChartInput): EChartsCoreOption {
  const several = input.series.length > 1;
  return {
    grid: {
      left: 8,
      right: 20,
      top: several ? 40 : 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: several
      ? { data: input.series.map((s) => clean(s.name)), top: 4, left: 4, icon: 'rect', itemWidth: 12, itemHeight: 12 }
      : undefined,
  };
}

function render(input: ChartInput, seriesOf: (series: Series, index: number) => object): string {
  return draw(
    { ...frame(input), ...axes(input), series: input.series.map(seriesOf) },
    input.width ?? 720,
    input.height ?? 320,
  );
}

/** Bars side by side, as an SVG document. */
export function barChart(input: ChartInput): string {
  const label = input.series.length === 1 && input.labels.length <= 16;
  return render(input, (series) => ({
    type: 'bar',
    silent: true,
    name: clean(series.name),
    data: series.values,
    barMaxWidth: 26,
    label: { show: label, position: input.horizontal ? 'right' : 'top', color: ink, fontSize: 12 },
  }));
}

/** Bars on top of each other, as an SVG document. */
export function stackedBars(input: ChartInput): string {
  return render(input, (series) => ({
    type: 'bar',
    silent: true,
    stack: 'all',
    name: clean(series.name),
    data: series.values,
    barMaxWidth: 26,
  }));
}

/** Lines over time, each with its own mark, as an SVG document. */
export function lineChart(input: ChartInput): string {
  const marks = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
  return render(input, (series, i) => ({
    type: 'line',
    silent: true,
    name: clean(series.name),
    data: series.values,
    symbol: marks[i % marks.length],
    symbolSize: 6,
    showSymbol: input.labels.length <= 40,
    lineStyle: { width: 2.5, type: i < 4 ? 'solid' : 'dashed' },
  }));
}

/** Counts by two things, the darker the more, each with its figure, as an SVG document. */
export function heatmap(input: HeatmapInput): string {
  const most = Math.max(1, ...input.cells.map((cell) => cell[2]));
  const axis = {
    type: 'category',
    axisTick: { show: false },
    axisLabel: { color: quietInk },
    splitArea: { show: false },
  };
  return draw(
    {
      grid: { left: 8, right: 16, top: 12, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...axis, data: input.columns.map(clean) },
      yAxis: { ...axis, data: input.rows.map(clean), inverse: true },
      visualMap: { show: false, min: 0, max: most, inRange: { color: ['#f1eadb', '#9fb9b2', '#0f4a4e'] } },
      series: [
        {
          type: 'heatmap',
          silent: true,
          data: input.cells.map(([x, y, value]) => ({
            value: [x, y, value],
            label: { color: value > most * 0.75 ? '#fcf9f1' : ink },
          })),
          label: { show: input.cells.length <= 200, fontSize: 12 },
          itemStyle: { borderColor: paper, borderWidth: 2 },
        },
      ],
    },
    input.width ?? 720,
    input.height ?? Math.max(160, input.rows.length * 34 + 60),
  );
}

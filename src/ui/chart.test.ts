import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { barChart, heatmap, lineChart, stackedBars } from './chart.ts';

const hostile = `"><script>alert(1)</script>&\u0000\u0008<b>粗</b>'`;
const input = {
  labels: ['城东区', hostile, '清河镇'],
  series: [
    { name: '收信', values: [12, null, 7] },
    { name: hostile, values: [1, 2, 3] },
  ],
  unit: hostile,
};
const cells = [
  [0, 0, 4],
  [1, 1, 9],
] as const;

const charts: [string, () => string][] = [
  ['bars', () => barChart(input)],
  ['lying bars', () => barChart({ ...input, horizontal: true })],
  ['stacked bars', () => stackedBars(input)],
  ['lines', () => lineChart(input)],
  ['a heat map', () => heatmap({ columns: ['一', hostile], rows: [hostile, '二'], cells })],
];

function elements(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const each of node) elements(each, found);
  else if (node && typeof node === 'object') {
    for (const [name, child] of Object.entries(node)) {
      found.add(name);
      elements(child, found);
    }
  }
  return found;
}

describe.each(charts)('%s', (_name, draw) => {
  const svg = draw();

  it('is a well-formed SVG document', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect([...svg].filter((c) => c < ' ' && c !== '\n')).toEqual([]);
  });

  it('keeps hostile labels words', () => {
    const found = elements(new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' }).parse(svg));
    expect([...found].filter((name) => /^(script|b|@on.*|foreignObject|image|a)$/i.test(name))).toEqual([]);
    expect(svg).toContain('&lt;script&gt;');
  });

  it('does not move', () => {
    expect(svg).not.toMatch(/<animate|style[=>]|animation/);
  });

  it('comes out the same twice', () => {
    expect(draw()).toBe(svg);
  });
});

it('draws nothing without complaint', () => {
  expect(XMLValidator.validate(barChart({ labels: [], series: [] }))).toBe(true);
  expect(XMLValidator.validate(heatmap({ columns: [], rows: [], cells: [] }))).toBe(true);
});

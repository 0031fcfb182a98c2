import { expect, it } from 'vitest';
import { list, number, percent } from './figures.ts';

it.each([
  [923, 1000, '92.3%'],
  [0, 0, '—'],
  [5, 0, '—'],
  [0, 7, '0.0%'],
  [7, 7, '100.0%'],
  [2, 3, '66.7%'],
  [1, 800, '0.1%'],
  [1, 2816, '<0.1%'],
  [2815, 2816, '>99.9%'],
  [999, 1000, '99.9%'],
  [3, 2, '150.0%'],
])('%i of %i is %s', (numerator, denominator, text) => {
  for (const locale of ['zh-CN', 'zh-TW', 'en'] as const) expect(percent(numerator, denominator, locale)).toBe(text);
});

it('writes numbers with grouping', () => {
  expect([number(2816, 'zh-CN'), number(-1234567.891, 'en'), number(0, 'zh-TW')]).toEqual([
    '2,816',
    '-1,234,567.89',
    '0',
  ]);
});

it('joins a list as each language does', () => {
  const items = ['路灯', '道路', '井盖'];
  expect([list(items, 'zh-CN'), list(['a', 'b', 'c'], 'en'), list(items.slice(0, 1), 'zh-TW'), list([], 'en')]).toEqual(
    ['路灯、道路和井盖', 'a, b, and c', '路灯', ''],
  );
});

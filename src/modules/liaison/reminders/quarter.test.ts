import { expect, it } from 'vitest';
import { quarterOf, reachedMark } from './quarter.ts';

it.each([
  ['2026-01-01', '2026Q1', '2026-01-01', '2026-03-31'],
  ['2026-06-30', '2026Q2', '2026-04-01', '2026-06-30'],
  ['2026-07-01', '2026Q3', '2026-07-01', '2026-09-30'],
  ['2026-12-31', '2026Q4', '2026-10-01', '2026-12-31'],
])('%s is in %s', (day, name, from, until) => {
  expect(quarterOf(day)).toEqual({ name, from, until });
});

it.each([
  ['2026-11-30', null],
  ['2026-12-01', 30],
  ['2026-12-20', 30],
  ['2026-12-21', 10],
  ['2026-12-27', 10],
  ['2026-12-28', 3],
  ['2026-12-31', 3],
])('on %s the mark %s is reached', (day, mark) => {
  expect(reachedMark(day, [10, 30, 3])).toBe(mark);
});

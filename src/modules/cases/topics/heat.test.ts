import { describe, expect, test } from 'vitest';
import { concentrationOf, heatOf } from './heat.ts';

const on = (day: number, author: string, more = {}) => ({
  author,
  at: new Date(Date.UTC(2026, 0, day)),
  follows: 0,
  support: 0,
  oppose: 0,
  ...more,
});

describe('heatOf', () => {
  test('counts people once, follows and thumbs by their magnitude', () => {
    expect(heatOf([on(1, 'a'), on(2, 'b'), on(3, 'b')])).toBe(2);
    expect(heatOf([on(1, 'a', { follows: 3 }), on(2, 'b', { support: 5, oppose: 2 })])).toBe(2 + 2 * 2 + 2 * 3);
  });

  test('a year is less hot than a month', () => {
    expect(heatOf([on(1, 'a'), on(100, 'b'), on(200, 'c'), on(300, 'd')])).toBe(
      Math.round(4 * (0.7 + 0.3 / 4) * 10) / 10,
    );
    expect(concentrationOf([on(1, 'a').at, on(31, 'b').at, on(62, 'c').at])).toBeCloseTo(2 / 3);
    expect(concentrationOf([])).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { bySteps, inSlices } from './time-steps.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => new Date(text);

describe('bySteps', () => {
  test('counts by weeks from Monday of the city, empty ones among them', () => {
    // A Sunday evening in UTC is Monday in the city.
    expect(bySteps([at('2026-11-01T15:00:00Z'), at('2026-11-15T16:30:00Z')], zone)).toEqual({
      step: 'week',
      stretches: [
        { from: '2026-10-26', letters: 1 },
        { from: '2026-11-02', letters: 0 },
        { from: '2026-11-09', letters: 0 },
        { from: '2026-11-16', letters: 1 },
      ],
    });
    expect(bySteps([], zone).stretches).toEqual([]);
  });

  test('goes over to months and to years, over the turn of the year', () => {
    const months = bySteps([at('2025-11-30T00:00:00Z'), at('2026-06-01T00:00:00Z')], zone);
    expect(months.step).toBe('month');
    expect(months.stretches.map(({ from }) => from)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
      '2026-06',
    ]);
    const years = bySteps([at('2012-05-15T00:00:00Z'), at('2019-10-29T00:00:00Z'), at('2019-10-30T00:00:00Z')], zone);
    expect(years.step).toBe('year');
    expect(years.stretches.map(({ letters }) => letters)).toEqual([1, 0, 0, 0, 0, 0, 0, 2]);
  });
});

test('inSlices holds every letter, whatever the ends', () => {
  const from = at('2026-01-01T00:00:00Z');
  const to = at('2026-01-11T00:00:00Z');
  expect(
    inSlices(
      [from, at('2026-01-05T00:00:00Z'), to, at('2027-01-01T00:00:00Z'), at('2025-01-01T00:00:00Z')],
      from,
      to,
      5,
    ),
  ).toEqual([2, 0, 1, 0, 2]);
  expect(inSlices([from], from, from, 3)).toEqual([1, 0, 0]);
});

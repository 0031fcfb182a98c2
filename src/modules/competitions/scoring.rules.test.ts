import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalScore, jurySum, ranked, sheetTotal, twoDecimals, voteScore } from './scoring.rules.ts';

describe('points become scores', () => {
  it('rounds half up at the second decimal', () => {
    expect([80.125, 80.135, 1.005, 80.1249, 0, 100].map(twoDecimals)).toEqual([80.13, 80.14, 1.01, 80.12, 0, 100]);
  });

  it('weighs the criteria of a sheet, and has no total before the last', () => {
    const criteria = [
      { id: 'a', weight: 60 },
      { id: 'b', weight: 40 },
    ];
    expect(sheetTotal(criteria, { a: 90, b: 80.5 })).toBe(86.2);
    expect(sheetTotal(criteria, { a: 90 })).toBeNull();
  });

  it('leaves out one highest and one lowest from five sheets on', () => {
    expect(jurySum([], true)).toBeNull();
    expect(jurySum([90, 80, 70, 60], true)).toMatchObject({ score: 75, dropped: [] });
    expect(jurySum([90, 90, 70, 60, 10], true)).toMatchObject({ score: 73.33, dropped: [10, 90] });
    expect(jurySum([90, 90, 70, 60, 10], false)).toMatchObject({ score: 64 });
  });

  it('does not depend on the order of sheets', () => {
    const total = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(fc.array(total, { minLength: 1, maxLength: 20 }), (totals) => {
        const score = jurySum(totals, true)?.score as number;
        expect(jurySum([...totals].reverse(), true)?.score).toBe(score);
        expect(score).toBeGreaterThanOrEqual(Math.min(...totals));
        expect(score).toBeLessThanOrEqual(Math.max(...totals));
      }),
    );
  });

  it('takes votes as a share of the most, and weighs stages', () => {
    expect(voteScore(50, 200)).toBe(25);
    expect(voteScore(0, 0)).toBe(0);
    expect(
      finalScore([
        { weight: 30, score: 100 },
        { weight: 70, score: 85.55 },
      ]),
    ).toBe(89.89);
    expect(finalScore([{ weight: 100, score: null }])).toBe(0);
  });

  it('gives equals the same place unless the chair decided', () => {
    const entries = [
      { id: 'x', score: 80 },
      { id: 'y', score: 90 },
      { id: 'z', score: 80 },
      { id: 'w', score: 10 },
    ];
    expect(ranked(entries).map(({ id, rank }) => [id, rank])).toEqual([
      ['y', 1],
      ['x', 2],
      ['z', 2],
      ['w', 4],
    ]);
    expect(ranked(entries, ['z', 'x']).map(({ id, rank }) => [id, rank])).toEqual([
      ['y', 1],
      ['z', 2],
      ['x', 3],
      ['w', 4],
    ]);
  });
});

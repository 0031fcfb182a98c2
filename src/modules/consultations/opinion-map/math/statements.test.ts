import { describe, expect, it } from 'vitest';
import { groupInformedOf, majorityOf } from './consensus.ts';
import { hullOf } from './hull.ts';
import type { Counts, StatementFigures } from './opinion-map.ts';
import { symmetricEigen } from './plane.ts';
import { clear, probability, proportionTest, twoProportionTest } from './proportions.ts';
import { representativeOf } from './representative.ts';
import { silhouettes } from './silhouette.ts';

const counts = (agrees: number, disagrees: number, passes = 0): Counts => ({
  agrees,
  disagrees,
  passes,
  seen: agrees + disagrees + passes,
});

function figures(statement: number, groups: Counts[], moderatedOut = false): StatementFigures {
  const sum = (of: (one: Counts) => number) => groups.reduce((total, one) => total + of(one), 0);
  const all = counts(
    sum((one) => one.agrees),
    sum((one) => one.disagrees),
    sum((one) => one.passes),
  );
  return { statement, all, groups: moderatedOut ? [] : groups, moderatedOut, extremity: 0, point: [0, 0] };
}

describe('tests of shares, worked out by hand', () => {
  it('a share is drawn towards one half', () => {
    expect(probability(0, 0)).toBe(0.5);
    expect(probability(3, 4)).toBe(4 / 6);
  });

  it('against one half: 3 of 4 gives 2 √6 (4/6 - 1/2)', () => {
    expect(proportionTest(3, 4)).toBeCloseTo(0.8164965809, 9);
    expect(proportionTest(0, 0)).toBe(0);
    expect(proportionTest(1, 2)).toBe(0);
    expect(proportionTest(1, 4)).toBeCloseTo(-0.8164965809, 9);
    // One vote alone is never clear; seven out of eight are.
    expect(proportionTest(1, 1)).toBeLessThan(clear);
    expect(proportionTest(7, 8)).toBeGreaterThan(clear);
  });

  it('against another: 8 of 10 and 2 of 10 give (9/12 - 3/12) / √(1/2 · 1/2 · 2/12)', () => {
    expect(twoProportionTest(8, 10, 2, 10)).toBeCloseTo(2.4494897428, 9);
    expect(twoProportionTest(2, 10, 8, 10)).toBeCloseTo(-2.4494897428, 9);
    expect(twoProportionTest(5, 10, 5, 10)).toBe(0);
    expect(twoProportionTest(10, 10, 10, 10)).toBe(0);
    expect(twoProportionTest(0, 0, 0, 0)).toBe(0);
  });
});

describe('what a group is about', () => {
  it('gives count, share and tests of the group against everybody else', () => {
    const [first, ...others] = representativeOf(0, [figures(7, [counts(8, 1, 1), counts(1, 3, 1), counts(1, 4)])]);
    expect(others).toEqual([]);
    expect(first).toEqual({
      statement: 7,
      stance: 'agree',
      count: 8,
      seen: 10,
      probability: 9 / 12,
      test: 2 * Math.sqrt(12) * (9 / 12 - 0.5),
      ratio: 9 / 12 / (3 / 12),
      ratioTest: twoProportionTest(8, 10, 2, 10),
      otherCount: 2,
      otherSeen: 10,
    });
  });

  it('is at most five statements, agreed ones first and never without one', () => {
    const against = [...Array(6).keys()].map((n) => figures(n, [counts(0, 60), counts(60, 0)]));
    const agreed = figures(9, [counts(14, 6), counts(6, 14)]);
    const found = representativeOf(0, [...against, agreed]);
    expect(found.map(({ statement, stance }) => [statement, stance])).toEqual([
      [9, 'agree'],
      [0, 'disagree'],
      [1, 'disagree'],
      [2, 'disagree'],
      [3, 'disagree'],
    ]);
  });

  it('is what comes nearest where nothing is clear, and nothing where nobody voted', () => {
    expect(
      representativeOf(0, [figures(1, [counts(1, 1), counts(1, 1)]), figures(2, [counts(2, 1), counts(1, 2)])]),
    ).toMatchObject([{ statement: 2, stance: 'agree' }]);
    expect(representativeOf(0, [figures(1, [counts(0, 0), counts(9, 0)])])).toEqual([]);
  });

  it('leaves out what is moderated out', () => {
    expect(representativeOf(0, [figures(1, [counts(20, 0), counts(0, 20)], true)])).toEqual([]);
  });
});

describe('consensus', () => {
  const given = [
    figures(1, [counts(4, 0), counts(2, 1)]),
    figures(2, [counts(0, 30), counts(1, 19)]),
    figures(3, [counts(50, 0), counts(1, 9)]),
    figures(4, [counts(99, 0), counts(99, 0)], true),
  ];

  it('of all groups is the product of their shares', () => {
    const { agree, disagree } = groupInformedOf(given);
    expect(agree).toEqual([
      {
        statement: 1,
        stance: 'agree',
        probability: (5 / 6) * (3 / 5),
        least: 3 / 5,
        groups: [
          { count: 4, seen: 4, probability: 5 / 6 },
          { count: 2, seen: 3, probability: 3 / 5 },
        ],
      },
    ]);
    expect(disagree).toMatchObject([{ statement: 2, probability: (31 / 32) * (20 / 22) }]);
  });

  it('of a majority counts everybody, so that a small group can be outvoted', () => {
    const { agree, disagree } = majorityOf(given);
    expect(agree.map(({ statement, count, seen }) => ({ statement, count, seen }))).toEqual([
      { statement: 3, count: 51, seen: 60 },
      { statement: 1, count: 6, seen: 7 },
    ]);
    expect(disagree).toMatchObject([{ statement: 2, count: 49, seen: 50, probability: 50 / 52 }]);
  });
});

describe('geometry', () => {
  it('an outline has its corners and nothing between, against the clock', () => {
    expect(
      hullOf([
        [0, 0],
        [2, 0],
        [1, 0],
        [2, 2],
        [1, 1],
        [0, 2],
        [0, 0],
      ]),
    ).toEqual([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
    expect(hullOf([])).toEqual([]);
    expect(
      hullOf([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual([[1, 1]]);
    expect(
      hullOf([
        [0, 0],
        [3, 3],
        [1, 1],
      ]),
    ).toEqual([
      [0, 0],
      [3, 3],
    ]);
  });

  it('a silhouette worked out by hand: 0, 1 and 4, 6 on a line', () => {
    const points = { x: Float64Array.of(0, 1, 4, 6), y: new Float64Array(4) };
    const [two, one, alone] = silhouettes(points, [
      Uint8Array.of(0, 0, 1, 1),
      new Uint8Array(4),
      Uint8Array.of(0, 1, 1, 1),
    ]);
    // (5-1)/5, (4-1)/4, (3.5-2)/3.5, (5.5-2)/5.5
    expect(two?.mean).toBeCloseTo((4 / 5 + 3 / 4 + 1.5 / 3.5 + 3.5 / 5.5) / 4, 12);
    expect(one?.mean).toBe(0);
    // Alone counts 0; the others: (1-4)/4, (4-2.5)/4, (6-3.5)/6
    expect(alone?.mean).toBeCloseTo((0 - 3 / 4 + 1.5 / 4 + 2.5 / 6) / 4, 12);
    expect(silhouettes({ x: new Float64Array(0), y: new Float64Array(0) }, [new Uint8Array(0)])[0]?.mean).toBe(0);
  });

  it('eigenvalues of a symmetric matrix: 1 and 3 of [[2, 1], [1, 2]]', () => {
    const { values, vectors } = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect([...values].sort()).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
    for (const row of vectors) for (const value of row) expect(Math.abs(value)).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

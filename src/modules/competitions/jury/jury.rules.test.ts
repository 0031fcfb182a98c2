import { describe, expect, it } from 'vitest';
import {
  changeOf,
  equalEntries,
  holdingDecisions,
  isOutlier,
  leastSheets,
  pointsShape,
  readPoints,
  settleSheets,
} from './jury.rules.ts';

const sheet = (id: string, total: number, jurorId = id) => ({ id, jurorId, total });

describe('points', () => {
  it('are read as people type them', () => {
    expect(readPoints('８７．５')).toBe(87.5);
    expect(readPoints(' 90 ')).toBe(90);
    expect(readPoints('87,5')).toBe(87.5);
    expect(readPoints('')).toBeNull();
    for (const wrong of ['abc', '-1', '1e2', '0x10', '１２３４', '9 9', '∞']) expect(readPoints(wrong)).toBeNaN();
  });

  it('go from 0 to 100 in halves', () => {
    for (const right of [0, 0.5, 99.5, 100]) expect(pointsShape.safeParse(right).success).toBe(true);
    for (const wrong of [-0.5, 100.5, 0.25, 33.3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(pointsShape.safeParse(wrong).success).toBe(false);
  });
});

describe('the sheets of an entry', () => {
  it('count all where there are four, and three of five', () => {
    const four = [sheet('a', 80), sheet('b', 90), sheet('c', 70), sheet('d', 60)];
    expect(settleSheets(four, true)).toMatchObject({ score: 75 });
    const five = settleSheets([...four, sheet('e', 100)], true);
    expect(five?.score).toBe(80);
    expect([...(five?.outcomes ?? [])]).toEqual([
      ['a', 'counted'],
      ['b', 'counted'],
      ['c', 'counted'],
      ['d', 'lowest'],
      ['e', 'highest'],
    ]);
    expect(settleSheets([...four, sheet('e', 100)], false)?.score).toBe(80);
  });

  it('leave out one of equals, and never the same twice', () => {
    const equal = settleSheets(
      ['a', 'b', 'c', 'd', 'e'].map((id) => sheet(id, 85)),
      true,
    );
    expect(equal?.score).toBe(85);
    expect([...(equal?.outcomes.values() ?? [])].sort()).toEqual([
      'counted',
      'counted',
      'counted',
      'highest',
      'lowest',
    ]);
    expect(settleSheets([], true)).toBeNull();
  });

  it('have a mean to two decimals', () => {
    expect(settleSheets([sheet('a', 80.01), sheet('b', 80.02), sheet('c', 80.02)], true)?.score).toBe(80.02);
  });
});

describe('differences', () => {
  it('show a total far from the others', () => {
    expect(isOutlier(60, [80, 82, 85])).toBe(true);
    expect(isOutlier(70, [80, 82, 85])).toBe(false);
    expect(isOutlier(0, [90])).toBe(false);
  });

  it('keep three sheets, or one where fewer were asked for', () => {
    expect([1, 2, 3, 9].map(leastSheets)).toEqual([1, 1, 3, 3]);
  });

  it('say only what changed', () => {
    expect(changeOf({ points: { a: 1 }, comment: '' }, { points: { a: 1 }, comment: '' })).toBeNull();
    expect(changeOf({ points: { a: 1, b: 2 }, comment: 'x' }, { points: { a: 1, c: 3 }, comment: 'y' })).toEqual({
      before: { b: 2, c: null, _comment: 'x' },
      after: { b: null, c: 3, _comment: 'y' },
    });
  });
});

describe('equals', () => {
  const scored = [
    { id: 'a', score: 90 },
    { id: 'b', score: 80 },
    { id: 'c', score: 80 },
    { id: 'd', score: 80 },
  ];
  const decision = (entryIds: string[], total = 80, id = 'x') => ({ id, categoryId: 'g', total, entryIds });

  it('are grouped', () => {
    expect(equalEntries(scored).map((group) => group.map(({ id }) => id))).toEqual([['b', 'c', 'd']]);
  });

  it('are in the order that was decided for exactly these', () => {
    expect(holdingDecisions(scored, [decision(['d', 'b', 'c'])])).toEqual(['d', 'b', 'c']);
    expect(holdingDecisions(scored, [decision(['d', 'b'])])).toEqual([]);
    expect(holdingDecisions(scored, [decision(['d', 'b', 'c'], 81)])).toEqual([]);
    expect(holdingDecisions(scored, [decision(['d', 'b', 'c']), decision(['b', 'c', 'd'])])).toEqual(['b', 'c', 'd']);
  });
});

import { describe, expect, it } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { competitionById } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry } from '../competitions.factory.ts';
import { insertStandings } from '../field.queries.ts';
import { finalResult } from './final-result.ts';
import { awarded, comparedBy, placed, type ResultPart } from './result.rules.ts';

const part = (kind: 'jury' | 'ballot', weight: number, score: number | null): ResultPart => ({
  ...{ stageId: 's', kind, title: '', weight, score, votes: null, most: null },
});

describe('places', () => {
  const entry = (number: number, jury: number, ballot: number, place = number) => ({
    number,
    compared: comparedBy([part('jury', 70, jury), part('ballot', 30, ballot)], [place, 1]),
  });

  it('go down by score, and among equals first to whom juries gave more', () => {
    // 70 % of 80 and 30 % of 90 is 83; so is 70 % of 83 and 30 % of 83.
    const places = placed([entry(1, 80, 90), entry(2, 83, 83), entry(3, 90, 100)]);
    expect(places.map(({ number, rank, compared }) => [number, rank, compared.score])).toEqual([
      [3, 1, 93],
      [2, 2, 83],
      [1, 3, 83],
    ]);
  });

  it('follow the order of the chair where juries gave the same, else they are shared and the next is left out', () => {
    const decided = placed([entry(1, 80, 80, 2), entry(2, 80, 80, 1)]);
    expect(decided.map(({ number, rank }) => [number, rank])).toEqual([
      [2, 1],
      [1, 2],
    ]);
    const shared = placed([entry(2, 80, 80, 1), entry(1, 80, 80, 1), entry(3, 70, 70, 3)]);
    expect(shared.map(({ number, rank }) => [number, rank])).toEqual([
      [1, 1],
      [2, 1],
      [3, 3],
    ]);
  });

  it('go to whoever has a place in the last jury before whoever has none', () => {
    const compared = (place: number | null) => comparedBy([part('jury', 100, 0)], [place]);
    const places = placed([
      { number: 1, compared: compared(null) },
      { number: 2, compared: compared(4) },
    ]);
    expect(places.map(({ number, rank }) => [number, rank])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  it('count a stage that gave nothing as 0', () => {
    expect(comparedBy([part('jury', 70, null), part('ballot', 30, 50)], [null, 1]).score).toBe(15);
  });
});

describe('levels', () => {
  const levels = [{ places: 1 }, { places: 2 }];
  const levelsOf = (...ranks: number[]) =>
    awarded(
      ranks.map((rank) => ({ rank })),
      levels,
    ).map(({ level, shared }) => `${level}${shared ? ' shared' : ''}`);

  it('are counted down by places', () => {
    expect(levelsOf(1, 2, 3, 4)).toEqual(['0', '1', '1', 'null']);
  });

  it('go to everybody who shares a place over the border, and use up places below', () => {
    expect(levelsOf(1, 1, 3, 4)).toEqual(['0 shared', '0 shared', '1', 'null']);
    expect(levelsOf(1, 2, 3, 3)).toEqual(['0', '1', '1 shared', '1 shared']);
    expect(levelsOf(1, 1, 1, 1)).toEqual(Array(4).fill('0 shared'));
  });
});

describe('the final result', () => {
  it('has each category by itself, with all parts, without who did not get on or was taken out', async () => {
    const k = await testKernel();
    const { competition } = await makeCompetition(k, {
      categories: ['手艺', '美食'],
      stages: [
        { kind: 'entry' },
        { kind: 'jury', settings: { weight: 40, advances: 2 }, closed: true },
        { kind: 'ballot', settings: { weight: 60 }, closed: true },
        { kind: 'results', settings: { levels: [{ name: '一等奖', places: 1 }] } },
      ],
    });
    const make = (category: string, state?: 'disqualified') =>
      makeCompetitionEntry(k, competition, { category, ...(state && { state }) });
    const [a, b, out, food, gone] = [
      await make('手艺'),
      await make('手艺'),
      await make('手艺'),
      await make('美食'),
      await make('手艺', 'disqualified'),
    ] as const;
    const [, jury, ballot] = competition.stages;
    const standing = (
      entryId: string,
      score: number,
      rank: number,
      advances: boolean,
      votes: number | null = null,
    ) => ({
      ...{ entryId, score, rank, advances, votes },
    });
    await inTransaction(k.db, async (tx) => {
      await insertStandings(tx, { competitionId: competition.id, stageId: jury?.id ?? '' }, [
        standing(a.id, 90, 1, true),
        standing(b.id, 80.25, 2, true),
        standing(out.id, 70, 3, false),
        standing(food.id, 60, 1, true),
      ]);
      await insertStandings(tx, { competitionId: competition.id, stageId: ballot?.id ?? '' }, [
        standing(a.id, 50, 2, true, 200),
        standing(b.id, 100, 1, true, 400),
        standing(food.id, 100, 1, true, 12),
        standing(gone.id, 12, 3, true, 48),
      ]);
    });
    const result = await finalResult(k.db, (await competitionById(k.db, competition.id)) ?? competition);
    expect(result).toMatchObject({ basis: 'scores', complete: true });
    expect(result.stages.map(({ kind, weight }) => [kind, weight])).toEqual([
      ['jury', 40],
      ['ballot', 60],
    ]);
    const [craft, eat] = result.categories;
    expect(craft?.entries.map(({ number, score, rank, level }) => [number, score, rank, level])).toEqual([
      [b.number, 92.1, 1, 0],
      [a.number, 66, 2, null],
    ]);
    expect(craft?.entries[0]?.parts.map(({ score, votes, most }) => [score, votes, most])).toEqual([
      [80.25, null, null],
      [100, 400, 400],
    ]);
    expect(eat?.entries).toMatchObject([{ number: food.number, score: 84, rank: 1, level: 0 }]);
  });

  it('ranks nobody in a showcase, by number, whatever was scored', async () => {
    const k = await testKernel();
    const { competition } = await makeCompetition(k, {
      mode: 'showcase',
      stages: [{ kind: 'entry' }, { kind: 'jury', settings: { weight: 100 }, closed: true }, { kind: 'results' }],
    });
    const [a, b] = [await makeCompetitionEntry(k, competition), await makeCompetitionEntry(k, competition)];
    const standing = (entryId: string, rank: number) => ({ entryId, score: 90, votes: null, rank, advances: true });
    await inTransaction(k.db, (tx) =>
      insertStandings(tx, { competitionId: competition.id, stageId: competition.stages[1]?.id ?? '' }, [
        standing(b.id, 1),
        standing(a.id, 2),
      ]),
    );
    const result = await finalResult(k.db, competition);
    expect(result.basis).toBe('shown');
    expect(result.categories[0]?.entries).toEqual(
      [a, b].map(({ id, number }) => ({
        ...{ id, number, parts: [], score: null, rank: null, level: null, shared: false, chosen: false, reason: '' },
      })),
    );
  });

  it('is not complete while a scoring stage is open', async () => {
    const k = await testKernel();
    const { competition } = await makeCompetition(k, {
      stages: [{ kind: 'entry' }, { kind: 'ballot', settings: { weight: 100 } }, { kind: 'results' }],
    });
    await makeCompetitionEntry(k, competition);
    const result = await finalResult(k.db, competition);
    expect(result.complete).toBe(false);
    expect(result.categories[0]?.entries).toMatchObject([{ score: 0, rank: 1 }]);
  });
});

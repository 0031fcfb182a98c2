import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../eval/adjusted-rand-index.ts';
import { MapKeeper, type OpinionMap } from './opinion-map.ts';
import { seeded } from './seeded.ts';

type Cast = { participant: number; statement: number; vote: number };

function batchOf(votes: readonly Cast[]) {
  return {
    participants: votes.map(({ participant }) => participant),
    statements: votes.map(({ statement }) => statement),
    votes: votes.map(({ vote }) => vote),
  };
}

function keeperOf(votes: readonly Cast[], moderatedOut: number[] = []): MapKeeper {
  const keeper = new MapKeeper();
  keeper.apply(batchOf(votes));
  keeper.moderateOut(moderatedOut);
  return keeper;
}

/** Camps of the given sizes with opinions of their own; some votes missing, some by chance. */
function planted(
  sizes: readonly number[],
  given: { statements: number; seed: number; missing?: number; noise?: number },
): Cast[] {
  const random = seeded(given.seed);
  const votes: Cast[] = [];
  let participant = 0;
  for (const [camp, size] of sizes.entries()) {
    for (let member = 0; member < size; member++, participant++)
      for (let statement = 0; statement < given.statements; statement++) {
        if (random() < (given.missing ?? 0.4)) continue;
        const opinion = statement % sizes.length === camp ? 1 : -1;
        const vote = random() < (given.noise ?? 0.1) ? Math.floor(random() * 3) - 1 : opinion;
        votes.push({ participant, statement, vote });
      }
  }
  return votes;
}

/** Group of each participant by number; -1 of whoever does not count. */
function partition(keeper: MapKeeper): Map<number, number> {
  const standing = keeper.standing();
  return new Map(
    Array.from(standing?.participants ?? [], (number, row) => [
      number,
      standing?.counted[row] ? (standing.groups[row] as number) : -1,
    ]),
  );
}

function agreement(one: Map<number, number>, other: Map<number, number>): number {
  const numbers = [...one.keys()].filter((number) => other.has(number));
  return adjustedRandIndex(
    numbers.map((number) => one.get(number) as number),
    numbers.map((number) => other.get(number) as number),
  );
}

function everyNumber(value: unknown, seen: number[] = []): number[] {
  if (typeof value === 'number') seen.push(value);
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) everyNumber(inner, seen);
  return seen;
}

/** What holds of every map. */
function expectSound(map: OpinionMap): void {
  for (const number of everyNumber(map)) expect(Number.isFinite(number)).toBe(true);
  expect(map.groups.length).toBe(map.k);
  expect(map.groups.reduce((sum, { size }) => sum + size, 0)).toBe(map.counted);
  expect(map.counted).toBeLessThanOrEqual(map.participants);
  expect(map.figures.reduce((sum, { all }) => sum + all.seen, 0)).toBe(map.votes);
  for (const { all, groups, moderatedOut } of map.figures) {
    expect(all.agrees + all.disagrees + all.passes).toBe(all.seen);
    expect(groups.length).toBe(moderatedOut ? 0 : map.k);
    expect(groups.reduce((sum, { seen }) => sum + seen, 0)).toBeLessThanOrEqual(all.seen);
  }
  const out = new Set(map.figures.filter(({ moderatedOut }) => moderatedOut).map(({ statement }) => statement));
  const shown = [
    ...map.groups.flatMap(({ representative }) => representative),
    ...map.majority.agree,
    ...map.majority.disagree,
    ...map.groupInformed.agree,
    ...map.groupInformed.disagree,
  ];
  for (const { statement } of shown) expect(out.has(statement)).toBe(false);
}

const someVotes = fc.array(
  fc.record({ participant: fc.nat(25), statement: fc.nat(12), vote: fc.constantFrom(-1, 0, 1) }),
  { maxLength: 250 },
);

describe('every map', () => {
  it('is sound, whatever was voted and left out', () => {
    fc.assert(
      fc.property(someVotes, fc.array(fc.nat(12), { maxLength: 12 }), (votes, out) => {
        expectSound(keeperOf(votes, out).compute());
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same batches, and goes on the same from what was written down', () => {
    fc.assert(
      fc.property(fc.array(someVotes, { minLength: 1, maxLength: 5 }), (batches) => {
        const one = new MapKeeper();
        let other = new MapKeeper();
        for (const batch of batches) {
          one.apply(batchOf(batch));
          other.apply(batchOf(batch));
          expect(other.compute()).toEqual(one.compute());
          other = MapKeeper.restore(other.state());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order in which votes of different pairs come', () => {
    fc.assert(
      fc.property(someVotes, fc.integer(), (votes, seed) => {
        const last = [...new Map(votes.map((vote) => [`${vote.participant}/${vote.statement}`, vote])).values()];
        const random = seeded(seed);
        const order = last.map((vote) => ({ vote, at: random() })).sort((a, b) => a.at - b.at);
        expect(keeperOf(order.map(({ vote }) => vote)).compute()).toEqual(keeperOf(votes).compute());
      }),
      { numRuns: 100 },
    );
  });
});

it('counts the last vote of a pair', () => {
  const keeper = keeperOf([
    { participant: 1, statement: 1, vote: 1 },
    { participant: 1, statement: 1, vote: -1 },
  ]);
  expect(keeper.compute().figures[0]?.all).toEqual({ agrees: 0, disagrees: 1, passes: 0, seen: 1 });
});

it('takes nothing of a batch that has something wrong', () => {
  const keeper = keeperOf([{ participant: 1, statement: 1, vote: 1 }]);
  const good = { participant: 2, statement: 1, vote: 1 };
  for (const bad of [
    { participant: -1, statement: 0, vote: 1 },
    { participant: 0, statement: 1.5, vote: 1 },
    { participant: 0, statement: Number.NaN, vote: 1 },
    { participant: 0, statement: 0, vote: 2 },
  ])
    expect(() => keeper.apply(batchOf([good, bad]))).toThrow(RangeError);
  expect(() => keeper.apply({ participants: [1, 2], statements: [1], votes: [1] })).toThrow(RangeError);
  expect(keeper.compute()).toMatchObject({ participants: 1, votes: 1 });
  expect(() => MapKeeper.restore(keeper.state().slice(0, 20))).toThrow();
});

describe('planted groups', () => {
  it.each([
    [[60, 60], 24],
    [[120, 25], 24],
    [[50, 40, 45], 30],
    [[300, 200, 100], 60],
  ])('of %j are found', (sizes, statements) => {
    const keeper = keeperOf(planted(sizes, { statements, seed: 3 }));
    const map = keeper.compute();
    expectSound(map);
    expect(map.groups.map(({ size }) => size)).toEqual([...sizes].sort((a, b) => b - a));
    const truth = new Map(sizes.flatMap((size, camp) => Array(size).fill(camp)).map((camp, at) => [at, camp]));
    expect(agreement(partition(keeper), truth)).toBe(1);
    // Each group is about the statements that only its camp agrees with.
    for (const { group, representative } of map.groups) {
      const agreed = representative.filter(({ stance }) => stance === 'agree');
      expect(agreed.length).toBeGreaterThan(0);
      const member = [...partition(keeper)].find(([, own]) => own === group)?.[0] as number;
      for (const { statement } of agreed) expect(statement % sizes.length).toBe(truth.get(member));
    }
  });

  it('are the same whatever the numbers of participants and statements', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const votes = planted([40, 30], { statements: 16, seed: 5 });
        const random = seeded(seed);
        const shuffled = (count: number) =>
          [...Array(count).keys()]
            .map((n) => ({ n, at: random() }))
            .sort((a, b) => a.at - b.at)
            .map(({ n }) => n * 3 + 1);
        const [people, texts] = [shuffled(70), shuffled(16)];
        const renamed = votes.map(({ participant, statement, vote }) => ({
          participant: people[participant] as number,
          statement: texts[statement] as number,
          vote,
        }));
        const [one, other] = [keeperOf(votes), keeperOf(renamed)];
        one.compute();
        other.compute();
        const back = new Map([...partition(other)].map(([number, group]) => [people.indexOf(number), group]));
        expect(agreement(partition(one), back)).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  it('grown vote by vote are those of the whole at once', () => {
    const votes = planted([70, 50, 30], { statements: 40, seed: 11 });
    const order = votes.map((vote, n) => ({ vote, at: seeded(n)() })).sort((a, b) => a.at - b.at);
    const grown = new MapKeeper();
    for (let from = 0; from < order.length; from += 60) {
      grown.apply(batchOf(order.slice(from, from + 60).map(({ vote }) => vote)));
      grown.compute();
    }
    const whole = keeperOf(votes);
    const [one, other] = [grown.compute(), whole.compute()];
    expect(one.k).toBe(other.k);
    expect(agreement(partition(grown), partition(whole))).toBeGreaterThan(0.97);
    expect(one.explained[0]).toBeCloseTo(other.explained[0], 6);
    expect(one.explained[1]).toBeCloseTo(other.explained[1], 6);
  });

  it('keep their side of the drawing from one map to the next', () => {
    const votes = planted([50, 30], { statements: 20, seed: 2 });
    const keeper = keeperOf(votes.slice(0, -200));
    const before = keeper.compute();
    keeper.apply(batchOf(votes.slice(-200)));
    const after = keeper.compute();
    for (const [at, { centre }] of after.groups.entries())
      expect(Math.sign(centre[0])).toBe(Math.sign(before.groups[at]?.centre[0] as number));
  });
});

describe('at the edges', () => {
  const many = (
    people: number,
    statements: number,
    vote: (person: number, statement: number) => number | null,
  ): Cast[] =>
    [...Array(people).keys()].flatMap((participant) =>
      [...Array(statements).keys()].flatMap((statement) => {
        const cast = vote(participant, statement);
        return cast === null ? [] : [{ participant, statement, vote: cast }];
      }),
    );
  const none = { groups: [], k: 0, silhouettes: [], counted: 0 };

  it.each<[string, Cast[], object]>([
    ['no votes', [], { ...none, participants: 0, votes: 0, figures: [] }],
    ['one participant', many(1, 20, () => 1), { ...none, participants: 1 }],
    ['one vote', many(1, 1, () => -1), { ...none, votes: 1 }],
    ['everybody passes', many(40, 10, () => 0), { ...none, majority: { agree: [], disagree: [] } }],
    ['everybody agrees', many(40, 10, () => 1), none],
    ['everybody disagrees', many(40, 10, () => -1), none],
  ])('%s: no groups', (_, votes, expected) => {
    const map = keeperOf(votes).compute();
    expectSound(map);
    expect(map).toMatchObject(expected);
  });

  it('everybody agrees: that is a consensus of everybody', () => {
    const map = keeperOf(many(40, 10, () => 1)).compute();
    expect(map.majority.agree).toHaveLength(5);
    expect(map.majority.agree[0]).toMatchObject({ statement: 0, count: 40, seen: 40, probability: 41 / 42 });
    expect(map.groupInformed).toEqual({ agree: [], disagree: [] });
  });

  it('one statement divides people into those for it and those against', () => {
    const map = keeperOf(many(30, 1, (person) => (person < 20 ? 1 : -1))).compute();
    expectSound(map);
    expect(map.groups.map(({ size, hull }) => ({ size, corners: hull.length }))).toEqual([
      { size: 20, corners: 1 },
      { size: 10, corners: 1 },
    ]);
  });

  it('everything is moderated out', () => {
    const map = keeperOf(
      many(30, 3, (person) => (person % 2 ? 1 : -1)),
      [0, 1, 2],
    ).compute();
    expectSound(map);
    expect(map).toMatchObject({ ...none, majority: { agree: [], disagree: [] } });
  });

  it('a statement that is moderated out changes nothing but where people who voted little stand', () => {
    const votes = planted([40, 40], { statements: 20, seed: 4, missing: 0 });
    const loud = votes
      .map((vote) => ({ ...vote, statement: vote.statement + 1 }))
      .concat(many(80, 1, (person) => (person % 7 === 0 ? 1 : -1)));
    const [without, with_] = [keeperOf(votes), keeperOf(loud, [0])];
    without.compute();
    expect(with_.compute().figures[0]).toMatchObject({ statement: 0, moderatedOut: true, groups: [], extremity: 0 });
    expect(agreement(partition(without), partition(with_))).toBe(1);
  });

  it('ten thousand statements that hardly anybody has seen', () => {
    const votes = planted([60, 40], { statements: 12, seed: 6 });
    for (let statement = 12; statement < 10_012; statement++)
      votes.push({ participant: statement % 100, statement, vote: 1 });
    const map = keeperOf(votes).compute();
    expectSound(map);
    expect(map.statements).toBe(10_012);
  });

  it('whoever voted too little does not count, until there are too few of the others', () => {
    const votes = planted([30, 30], { statements: 20, seed: 8, missing: 0 });
    const late = many(3, 6, () => 1).map((vote) => ({ ...vote, participant: vote.participant + 100 }));
    expect(keeperOf([...votes, ...late]).compute()).toMatchObject({ participants: 63, counted: 60 });
    const few = planted([5, 5], { statements: 20, seed: 8, missing: 0 });
    expect(keeperOf([...few, ...late]).compute()).toMatchObject({ participants: 13, counted: 13 });
  });
});

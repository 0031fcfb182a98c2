import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, hideCells as hide, type Kind, least, mayShowHours, type ShownList } from './hide-cells.ts';

const hideCells = (kind: Kind, total: number, cells: readonly Cell[], before?: ReadonlySet<string>) =>
  hide(kind, total, cells, (key) => key, before);

type Range = { low: number; high: number };

/**
 * What can be reckoned about each hidden cell from one equation (or inequality) over boxes: the exact answer of the linear
 * program. Null where what was supposed cannot be true.
 */
function reckon(list: ShownList, boxes: Map<string, Range>): Map<string, Range> | null {
  if (list.total === null) return boxes;
  const shown = list.cells.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const sum = list.total - shown;
  const low = [...boxes.values()].reduce((all, box) => all + box.low, 0);
  const high = [...boxes.values()].reduce((all, box) => all + box.high, 0);
  if (high < sum || (list.kind === 'parts' && low > sum)) return null;
  return new Map(
    [...boxes].map(([key, box]) => [
      key,
      {
        low: Math.max(box.low, sum - (high - box.high)),
        high: list.kind === 'parts' ? Math.min(box.high, sum - (low - box.low)) : box.high,
      },
    ]),
  );
}

/** Every attack on a list: each must leave each small cell anything from 0 to 4. Returns what one found out. */
function attack(list: ShownList, cells: readonly Cell[]): string[] {
  const found: string[] = [];
  const hidden = list.cells.filter(({ count }) => count === null).map(({ key }) => key);
  const small = new Set(cells.filter(({ count }) => count < least).map(({ key }) => key));
  if (hidden.length === 0 || list.kind === 'alone') return found;
  const free = { low: 0, high: 1_000_000 };
  const few = { low: 0, high: least - 1 };
  const many = { low: least, high: 1_000_000 };
  const all = hidden.length === cells.length;
  const guesses: [string, (key: string) => Range][] = [
    ['nothing', () => free],
    ['all are small', () => few],
    // When everything is hidden, nothing tells the small cells from the others.
    ...(all
      ? []
      : [['which are small', (key: string) => (small.has(key) ? few : many)] as [string, (key: string) => Range]]),
  ];
  for (const [knowing, boxOf] of guesses) {
    const ranges = reckon(list, new Map(hidden.map((key) => [key, boxOf(key)])));
    for (const key of hidden) {
      const range = ranges?.get(key);
      if (!range || !small.has(key)) continue;
      if (range.low > 0 || range.high < least - 1) found.push(`${knowing}: ${key} in ${range.low}..${range.high}`);
    }
  }
  return found;
}

const listOf = (counts: readonly number[]) => counts.map((count, at) => ({ key: `c${at}`, count }));
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 300 })), {
  minLength: 1,
  maxLength: 12,
});
/** Every list of so many counts that make a total. */
function listsMaking(total: number, length: number): number[][] {
  if (length === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) =>
    listsMaking(total - first, length - 1).map((rest) => [first, ...rest]),
  ).flat();
}

const patternOf = (list: readonly number[]) => list.map((count) => (count < least ? 's' : 'l')).join('');

const ordersOf = (n: number): number[][] =>
  n === 1
    ? [[0]]
    : ordersOf(n - 1).flatMap((order) =>
        order.concat(0).map((_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
      );

/** What can be shown of lists that make a total, in whatever secret order, each with every list it may come from. */
function sourcesOf(total: number, length: number): Map<(number | null)[], number[][]> {
  const found = new Map<string, number[][]>();
  for (const list of listsMaking(total, length)) {
    const shown = ordersOf(length).map((order) =>
      JSON.stringify(
        hide('parts', total, listOf(list), (key) => String(order[Number(key.slice(1))])).cells.map(
          ({ count }) => count,
        ),
      ),
    );
    for (const one of new Set(shown)) found.set(one, [...(found.get(one) ?? []), list]);
  }
  const partly = [...found].map(([shown, lists]) => [JSON.parse(shown) as (number | null)[], lists] as const);
  return new Map(partly.filter(([shown]) => shown.some((count) => count !== null)));
}

/** With everything hidden nothing but the sum is known. */
const leavesOnlySum = (list: ShownList) => list.cells.every(({ count }) => count === null);

describe('hiding small counts', () => {
  it('shows no count below five, and every other as it is or not at all', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom('parts', 'cover', 'alone'), (values, kind) => {
        const cells = listOf(values);
        const { cells: shown, total } = hideCells(kind as 'parts', sumOf(values), cells);
        for (const [at, { count }] of shown.entries())
          if (count !== null) expect([count >= least, count]).toEqual([true, values[at]]);
        expect(total === null || total >= least).toBe(true);
      }),
    );
  });

  it('leaves nothing to be reckoned about a small one from the total, whatever is guessed', () => {
    fc.assert(
      fc.property(counts, fc.array(fc.nat({ max: 11 })), (values, before) => {
        const cells = listOf(values);
        const list = hideCells('parts', sumOf(values), cells, new Set(before.map((at) => `c${at}`)));
        if (!leavesOnlySum(list)) expect(attack(list, cells)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('holds where people are counted in several cells', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 60 }), (values, twice) => {
        const cells = listOf(values);
        const total = Math.max(Math.max(0, ...values), sumOf(values) - twice);
        const list = hideCells('cover', total, cells);
        if (!leavesOnlySum(list)) expect(attack(list, cells)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('hides more where hiding the small one alone would give it away', () => {
    const shown = (values: number[]) =>
      hideCells('parts', sumOf(values), listOf(values)).cells.map(({ count }) => count);
    expect(shown([3, 6, 20])).toEqual([null, null, 20]);
    // Two fours: the sum of eight would say that both are four.
    expect(shown([4, 4, 9, 30])).toEqual([null, null, null, 30]);
    // 6 beside the three would leave too little room, should somebody guess which is not small.
    expect(shown([0, 6, 20, 30])).toEqual([null, 6, null, 30]);
    expect(shown([8, 9, 10])).toEqual([8, 9, 10]);
    expect(shown([2])).toEqual([null]);
  });

  it('gives nothing away by its choice: whoever tries every list with this very program, and knows which are small, learns no more', () => {
    for (const [length, most] of [
      [2, 30],
      [3, 26],
      [4, 20],
    ] as const)
      for (let total = least; total <= most; total += 1)
        // Every pattern of small and not small that the same list could hide.
        for (const [shown, sources] of sourcesOf(total, length))
          for (const [at, cell] of shown.entries())
            for (const lists of cell === null ? Map.groupBy(sources, patternOf).values() : [])
              if ((lists[0]?.[at] ?? least) < least)
                expect(new Set(lists.map((list) => list[at])).size).toBeGreaterThanOrEqual(length < 4 ? 5 : 2);
  }, 20_000);

  it('finds what an unprotected list gives away, so that the attack itself is proven', () => {
    const naive: ShownList = {
      kind: 'parts',
      total: 29,
      cells: [
        { key: 'c0', count: null },
        { key: 'c1', count: 6 },
        { key: 'c2', count: 20 },
      ],
    };
    expect(attack(naive, listOf([3, 6, 20]))).not.toEqual([]);
    const fours: ShownList = {
      ...naive,
      total: 38,
      cells: [
        { key: 'c0', count: null },
        { key: 'c1', count: null },
        { key: 'c2', count: 30 },
      ],
    };
    expect(attack(fours, listOf([4, 4, 30]))).not.toEqual([]);
  });

  it('keeps hidden what was hidden before, and needs no more where that is enough', () => {
    const before = new Set(['c2']);
    const { cells } = hideCells('parts', 59, listOf([3, 26, 30]), before);
    expect(cells.map(({ count }) => count)).toEqual([null, 26, null]);
    // Nothing small any more: everything is shown.
    expect(hideCells('parts', 41, listOf([5, 6, 30]), before).cells.map(({ count }) => count)).toEqual([5, 6, 30]);
  });
});

describe('hours', () => {
  it('are shown of five or more people of whom none stands out', () => {
    expect(mayShowHours([3, 3, 3, 3])).toBe(false);
    expect(mayShowHours([3, 3, 3, 3, 3])).toBe(true);
    expect(mayShowHours([100, 50, 1, 1, 1])).toBe(false);
    expect(mayShowHours([])).toBe(false);
  });
});

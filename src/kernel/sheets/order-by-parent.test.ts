import { expect, it } from 'vitest';
import { orderByParent } from './order-by-parent.ts';

const row = (line: number, code: string, parent = '') => ({ line, code, parent });
const codes = (rows: { code: string }[]) => rows.map(({ code }) => code);
const why = ({ refused }: ReturnType<typeof orderByParent>) => refused.map(({ row: { line }, why: w }) => [line, w]);

it('puts every row after the one it hangs on, whatever the order of the table', () => {
  const { ordered, refused } = orderByParent([row(2, 'c', 'b'), row(3, 'b', 'a'), row(4, 'a')], new Map());
  expect([codes(ordered), refused]).toEqual([['a', 'b', 'c'], []]);
});

it('refuses rows that hang on nothing, and what hangs on them', () => {
  const result = orderByParent([row(2, 'a', 'x'), row(3, 'b', 'a'), row(4, 'c', 'old')], new Map([['old', null]]));
  expect(codes(result.ordered)).toEqual(['c']);
  expect(why(result)).toEqual([
    [2, 'parent_unknown'],
    [3, 'parent_refused'],
  ]);
});

it('refuses circles, in the table alone and by way of what is stored', () => {
  const alone = orderByParent([row(2, 'a', 'b'), row(3, 'b', 'a'), row(4, 'c', 'a'), row(5, 'd', 'd')], new Map());
  expect(why(alone)).toEqual([
    [2, 'cycle'],
    [3, 'cycle'],
    [4, 'parent_refused'],
    [5, 'cycle'],
  ]);
  const stored = new Map([
    ['top', null],
    ['below', 'top'],
  ]);
  const moved = orderByParent([row(2, 'top', 'below')], stored);
  expect([codes(moved.ordered), why(moved)]).toEqual([[], [[2, 'cycle']]]);
});

it('lets a row move to the top while one above it moves below it', () => {
  const stored = new Map([
    ['a', null],
    ['b', 'a'],
  ]);
  const { ordered, refused } = orderByParent([row(2, 'a', 'b'), row(3, 'b')], stored);
  expect([codes(ordered), refused]).toEqual([['b', 'a'], []]);
});

it('walks a chain of 20,000 rows without recursion', () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => row(n + 2, `c${n}`, n === 0 ? '' : `c${n - 1}`)).reverse();
  expect(codes(orderByParent(rows, new Map()).ordered).slice(0, 3)).toEqual(['c0', 'c1', 'c2']);
});

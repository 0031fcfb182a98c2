/** Below this many people no figure is shown. */
export const least = 5;

export type Cell = { key: string; count: number };

/**
 * How a list of counts goes with the number of all:
 * `parts` each person is counted in exactly one cell, so the cells make up the total;
 * `cover` in one or more, so together they make at least the total;
 * `alone` no total is known that they could be reckoned from.
 */
export type Kind = 'parts' | 'cover' | 'alone';

/** A list as it is published: null stands for a figure that is not shown. */
export type ShownList = { kind: Kind; total: number | null; cells: { key: string; count: number | null }[] };

/**
 * Hides every count below {@link least}, and as many more as it takes that nothing beyond "below five" can be reckoned about
 * a hidden one from what is shown.
 *
 * The only equation that ties a list's cells is its total: the hidden ones together make S = total − shown (of a `cover`, at
 * least S). Whoever reckons knows S, and that small cells are below five. They may also guess which of the hidden are not
 * small (`more`): those were hidden to protect the others and have at least five. So the list is safe when, in each case,
 * every small cell can still be anything from 0 to 4:
 *
 * - taking all hidden for small: S ≤ 4 (h − 1), so that the others leave room for 0; or S > 4 h, which shows that not all are;
 * - knowing which are not small: their least, 5 each, leaves at least 4 for the small ones: S − 5 · more ≥ 4 (of a `cover`
 *   more than S can be there, so this does not matter).
 *
 * Of `parts` at least one more is always hidden, whether or not the small ones would do by themselves, and which one does not
 * depend on how small they are: any that makes the list safe, in an order that nobody outside knows. So the choice gives nothing away
 * either. Before it come those that were hidden the last time: what is hidden stays hidden, so that the list of one quarter
 * does not give away that of the one before. Where no addition helps all are hidden; then nothing is known but the sum.
 * @param rank the secret order of the keys
 * @param before keys that the list before did not show
 */
export function hideCells(
  kind: Kind,
  total: number | null,
  cells: readonly Cell[],
  rank: (key: string) => string,
  before: ReadonlySet<string> = new Set(),
): ShownList {
  const hidden = new Set(cells.filter(({ count }) => count < least).map(({ key }) => key));
  if (hidden.size > 0 && kind !== 'alone' && total !== null) {
    const small = new Set(hidden);
    for (const { key } of cells) if (before.has(key) || total < least) hidden.add(key);
    while (
      hidden.size < cells.length &&
      ((kind === 'parts' && hidden.size === small.size) || !isSafe(kind, total, cells, hidden, small))
    )
      hidden.add(nextToHide(kind, total, cells, hidden, small, rank));
  }
  return {
    kind,
    total: total !== null && total >= least ? total : null,
    cells: cells.map(({ key, count }) => ({ key, count: hidden.has(key) ? null : count })),
  };
}

function isSafe(
  kind: 'parts' | 'cover',
  total: number,
  cells: readonly Cell[],
  hidden: ReadonlySet<string>,
  small: ReadonlySet<string>,
): boolean {
  const most = least - 1;
  const sum = total - cells.reduce((shown, { key, count }) => shown + (hidden.has(key) ? 0 : count), 0);
  const more = hidden.size - small.size;
  // Of a cover the hidden have at least `sum` together, and nothing says how much beyond.
  const allSmall = sum > most * hidden.size || sum <= most * (hidden.size - 1);
  if (kind === 'cover') return allSmall;
  return allSmall && sum - least * more >= most;
}

function nextToHide(
  kind: 'parts' | 'cover',
  total: number,
  cells: readonly Cell[],
  hidden: ReadonlySet<string>,
  small: ReadonlySet<string>,
  rank: (key: string) => string,
): string {
  const left = cells.filter(({ key }) => !hidden.has(key)).sort((a, b) => (rank(a.key) < rank(b.key) ? -1 : 1));
  const enough = left.find(({ key }) => isSafe(kind, total, cells, new Set([...hidden, key]), small));
  return (enough ?? left[0])?.key ?? '';
}

/**
 * Whether hours that several people spent may be shown: five or more of them, and no two of whom the one could reckon the
 * other's within a fifth (the p% rule).
 */
export function mayShowHours(each: readonly number[]): boolean {
  if (each.length < least) return false;
  const [first = 0, second = 0] = [...each].sort((a, b) => b - a);
  const others = each.reduce((sum, hours) => sum + hours, 0) - first - second;
  return others >= first * 0.2;
}

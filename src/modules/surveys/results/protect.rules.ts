/** A count as it may be shown: null where it is hidden. */
export type Shown = number | null;

/**
 * Hides counts of a distribution that are smaller than a group may be, and as many others as keep the hidden ones from
 * being worked out. Nobody is a group of nought, so noughts are shown.
 * @param total true: the counts add up to a number that is shown, as with single choices
 */
export function protectRow(counts: readonly number[], least: number, total: boolean): Shown[] {
  const hidden = new Set(counts.flatMap((n, at) => (n > 0 && n < least ? [at] : [])));
  if (total) hideMore(counts, hidden, least);
  return counts.map((n, at) => (hidden.has(at) ? null : n));
}

/** One hidden count follows from the total, and so do several that add up to little: the next smallest are hidden too. */
function hideMore(counts: readonly number[], hidden: Set<number>, least: number): boolean {
  let more = false;
  const rest = () => [...hidden].reduce((sum, at) => sum + (counts[at] ?? 0), 0);
  while (hidden.size > 0 && (hidden.size < 2 || rest() < least)) {
    const next = counts
      .map((n, at) => ({ n, at }))
      .filter(({ n, at }) => n > 0 && !hidden.has(at))
      .sort((a, b) => a.n - b.n || a.at - b.at)[0];
    if (!next) break;
    hidden.add(next.at);
    more = true;
  }
  return more;
}

/**
 * The same for a table of two questions whose rows and columns have totals that are shown: after one pass hides too little,
 * another follows, until no row and no column gives a hidden count away.
 */
export function protectTable(cells: readonly (readonly number[])[], least: number, columnTotals: boolean): Shown[][] {
  const width = cells[0]?.length ?? 0;
  const hidden = cells.map((row) => new Set(row.flatMap((n, at) => (n > 0 && n < least ? [at] : []))));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [at, row] of cells.entries()) if (hideMore(row, hidden[at] as Set<number>, least)) changed = true;
    if (!columnTotals) continue;
    for (let column = 0; column < width; column++) {
      const down = cells.map((row) => row[column] ?? 0);
      const marks = new Set(hidden.flatMap((row, at) => (row.has(column) ? [at] : [])));
      if (!hideMore(down, marks, least)) continue;
      for (const at of marks) hidden[at]?.add(column);
      changed = true;
    }
  }
  return cells.map((row, at) => row.map((n, column) => (hidden[at]?.has(column) ? null : n)));
}

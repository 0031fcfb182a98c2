/** A row of a table whose rows hang on each other: `parent` is the code of the row above, empty at the top. */
export type TreeRow = { line: number; code: string; parent: string };

export type Refusal<R> = { row: R; why: 'parent_unknown' | 'parent_refused' | 'cycle' };

/**
 * Puts rows so that each comes after the one it hangs on, and refuses those that cannot hang anywhere: on a code that
 * neither the table nor what is stored has, on a row that was refused, or on themselves by way of others.
 * @param rows each code once
 * @param known stored code → code of its parent, null at the top; a row of the table goes before it
 */
export function orderByParent<R extends TreeRow>(
  rows: readonly R[],
  known: ReadonlyMap<string, string | null>,
): { ordered: R[]; refused: Refusal<R>[] } {
  const taken = new Map(rows.map((row) => [row.code, row]));
  const dropped = new Set<string>();
  const refused: Refusal<R>[] = [];
  const refuse = (row: R, why: Refusal<R>['why']) => {
    taken.delete(row.code);
    dropped.add(row.code);
    refused.push({ row, why });
  };
  const parentOf = (code: string): string | null => {
    const row = taken.get(code);
    return row ? row.parent || null : (known.get(code) ?? null);
  };
  for (let changed = true; changed; ) {
    const before = refused.length;
    for (const row of [...taken.values()]) {
      if (row.parent === '' || taken.has(row.parent) || known.has(row.parent)) continue;
      refuse(row, dropped.has(row.parent) ? 'parent_refused' : 'parent_unknown');
    }
    for (const row of circling(taken, parentOf)) refuse(row, 'cycle');
    changed = refused.length > before;
  }
  const depths = new Map<string, number>();
  const ordered = [...taken.values()].sort(
    (a, b) => depthOf(a.code, parentOf, depths) - depthOf(b.code, parentOf, depths) || a.line - b.line,
  );
  return { ordered, refused: refused.sort((a, b) => a.row.line - b.row.line) };
}

/** Rows that come back to themselves when their parents are followed. */
function circling<R extends TreeRow>(taken: ReadonlyMap<string, R>, parentOf: (code: string) => string | null): R[] {
  const settled = new Set<string>();
  const found: R[] = [];
  for (const start of taken.keys()) {
    const path: string[] = [];
    const at = new Map<string, number>();
    let code: string | null = start;
    while (code !== null && !settled.has(code) && !at.has(code)) {
      at.set(code, path.length);
      path.push(code);
      code = parentOf(code);
    }
    if (code !== null && at.has(code))
      for (const inCircle of path.slice(at.get(code))) {
        const row = taken.get(inCircle);
        if (row) found.push(row);
      }
    for (const walked of path) settled.add(walked);
  }
  return found;
}

function depthOf(code: string, parentOf: (code: string) => string | null, depths: Map<string, number>): number {
  const path: string[] = [];
  let above: string | null = code;
  while (above !== null && !depths.has(above)) {
    path.push(above);
    above = parentOf(above);
  }
  let depth = above === null ? -1 : (depths.get(above) ?? -1);
  for (const passed of path.reverse()) depths.set(passed, ++depth);
  return depths.get(code) ?? 0;
}

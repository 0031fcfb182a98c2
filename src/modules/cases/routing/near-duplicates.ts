import { normalise } from './features.ts';

const PIECE = 4;
const SHARED = 0.5;
// A piece that this many texts hold is a phrase of the language and proves nothing.
const COMMON = 200;

/**
 * Groups texts of which one holds more than half of the other's four-character pieces, directly or through others.
 * Returns the places of the texts, group by group; a text without a twin is a group of its own.
 */
export function groupNearDuplicates(texts: string[]): number[][] {
  const holders = new Map<string, number[]>();
  const pieces = texts.map((text) => piecesOf(normalise(text)));
  for (const [row, own] of pieces.entries()) {
    for (const piece of own) {
      const rows = holders.get(piece);
      if (rows) rows.push(row);
      else holders.set(piece, [row]);
    }
  }
  const parent = texts.map((_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root]!;
    parent[row] = root;
    return root;
  };
  for (const [row, own] of pieces.entries()) {
    for (const [other, shared] of sharedWithEarlier(own, row, holders)) {
      const smaller = Math.min(own.size, pieces[other]!.size);
      if (shared > SHARED * smaller) parent[rootOf(row)] = rootOf(other);
    }
  }
  const groups = Map.groupBy(
    texts.map((_, row) => row),
    rootOf,
  );
  return [...groups.values()];
}

function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (let i = 0; i + PIECE <= text.length; i++) pieces.add(text.slice(i, i + PIECE));
  return pieces;
}

function sharedWithEarlier(own: Set<string>, row: number, holders: Map<string, number[]>): Map<number, number> {
  const shared = new Map<number, number>();
  for (const piece of own) {
    const rows = holders.get(piece)!;
    if (rows.length > COMMON) continue;
    for (const other of rows) {
      if (other >= row) break;
      shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  return shared;
}

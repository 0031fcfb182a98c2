import { digest, type LogHash, nodeHash } from './digest.ts';

/** Hashes of one level that stand in one tile. */
export const tileWidth = 256;

/** The hash at a place of a level: level n holds the roots of whole subtrees of 256 to the power of n leaves. */
export type Entry = (level: number, index: number) => Buffer;

/** The largest power of two below n; n ≥ 2. */
function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

/** The root of leaves `from` to before `to`, which RFC 9162 calls MTH. */
export function rangeRoot(hash: LogHash, entry: Entry, from: number, to: number): Buffer {
  const n = to - from;
  if (n === 0) return digest(hash, '');
  const bits = Math.log2(n);
  if (!Number.isInteger(bits)) {
    const middle = from + split(n);
    return nodeHash(hash, rangeRoot(hash, entry, from, middle), rangeRoot(hash, entry, middle, to));
  }
  // A whole subtree begins at a multiple of its own size, so that it lies in one tile of its level.
  const level = Math.floor(bits / 8);
  const first = from / tileWidth ** level;
  return wholeRoot(hash, entry, level, first, 2 ** (bits - 8 * level));
}

function wholeRoot(hash: LogHash, entry: Entry, level: number, first: number, count: number): Buffer {
  if (count === 1) return entry(level, first);
  const half = count / 2;
  return nodeHash(hash, wholeRoot(hash, entry, level, first, half), wholeRoot(hash, entry, level, first + half, half));
}

/** RFC 9162 2.1.3: the audit path of a leaf in the tree of the first `size` leaves, from the leaf up. */
export function inclusionProof(hash: LogHash, entry: Entry, position: number, size: number): Buffer[] {
  const path = (from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return position < middle
      ? [...path(from, middle), rangeRoot(hash, entry, middle, to)]
      : [...path(middle, to), rangeRoot(hash, entry, from, middle)];
  };
  return path(0, size);
}

/** RFC 9162 2.1.4: that the tree of the first `earlier` leaves is a part of the one of the first `later`. 0 < earlier ≤ later. */
export function consistencyProof(hash: LogHash, entry: Entry, earlier: number, later: number): Buffer[] {
  const part = (m: number, from: number, to: number, known: boolean): Buffer[] => {
    if (m === to - from) return known ? [] : [rangeRoot(hash, entry, from, to)];
    const half = split(to - from);
    return m <= half
      ? [...part(m, from, from + half, known), rangeRoot(hash, entry, from + half, to)]
      : [...part(m - half, from + half, to, false), rangeRoot(hash, entry, from, from + half)];
  };
  return part(earlier, 0, later, true);
}

/** A row of `tile` that came new or grew. */
export type Tile = { level: number; position: number; hashes: Buffer };

/** The right edge of a tree, to which leaves are appended. */
export class Edge {
  readonly #hash: LogHash;
  /** by level: where its last tile stands, and what is in it so far */
  readonly #open: { position: number; hashes: Buffer[] }[] = [];
  #size: number;
  /** rows to write, by their key */
  readonly changed = new Map<string, Tile>();

  /** @param tiles the last tile of each level where it is not whole */
  constructor(hash: LogHash, size: number, tiles: readonly Tile[]) {
    this.#hash = hash;
    this.#size = size;
    for (let level = 0, count = size; level === 0 || count > 0; level++, count = Math.floor(count / tileWidth)) {
      const held = tiles.find((tile) => tile.level === level && tile.position === Math.floor(count / tileWidth));
      if (count % tileWidth > 0 && held?.hashes.length !== (count % tileWidth) * 32)
        throw new Error(`tile ${level}/${Math.floor(count / tileWidth)} of a log of ${size} leaves is missing or torn`);
      this.#open[level] = { position: Math.floor(count / tileWidth), hashes: held ? hashesOf(held.hashes) : [] };
    }
  }

  get size(): number {
    return this.#size;
  }

  append(leaf: Buffer): void {
    this.#size++;
    this.#put(0, leaf);
  }

  /** The rows to write: whole ones of full tiles, and the open one of each level that grew. */
  tiles(): Tile[] {
    for (const [level, { position, hashes }] of this.#open.entries())
      if (hashes.length > 0 && this.#grew.has(level))
        this.changed.set(`${level}/${position}`, { level, position, hashes: Buffer.concat(hashes) });
    return [...this.changed.values()];
  }

  /** The root of everything appended so far. */
  root(): Buffer {
    return rangeRootOfEdge(
      this.#hash,
      this.#open.map(({ hashes }) => hashes),
    );
  }

  readonly #grew = new Set<number>();

  #put(level: number, hash: Buffer): void {
    this.#open[level] ??= { position: 0, hashes: [] };
    const open = this.#open[level];
    open.hashes.push(hash);
    this.#grew.add(level);
    if (open.hashes.length < tileWidth) return;
    const { position, hashes } = open;
    this.changed.set(`${level}/${position}`, { level, position, hashes: Buffer.concat(hashes) });
    this.#open[level] = { position: position + 1, hashes: [] };
    this.#grew.delete(level);
    this.#put(
      level + 1,
      wholeRoot(this.#hash, (_, index) => hashes[index] as Buffer, level, 0, tileWidth),
    );
  }
}

/** Every open tile is a row of whole subtrees, larger ones to the left: they are folded from the right. */
function rangeRootOfEdge(hash: LogHash, levels: readonly (readonly Buffer[])[]): Buffer {
  let root: Buffer | undefined;
  for (const [level, hashes] of levels.entries()) {
    let to = hashes.length;
    for (let count = 1; to > 0; count *= 2) {
      if (to % (count * 2) !== count) continue;
      const whole = wholeRoot(hash, (_, index) => hashes[index] as Buffer, level, to - count, count);
      root = root === undefined ? whole : nodeHash(hash, whole, root);
      to -= count;
    }
  }
  return root ?? digest(hash, '');
}

function hashesOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
}

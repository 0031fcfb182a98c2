import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest, type LogHash, leafHash, nodeHash } from './digest.ts';
import { consistencyProof, Edge, type Entry, inclusionProof, rangeRoot, type Tile } from './merkle.ts';

/** MTH of RFC 9162 2.1.1, word for word. */
function naive(hash: LogHash, leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return digest(hash, '');
  if (leaves.length === 1) return leaves[0] as Buffer;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(hash, naive(hash, leaves.slice(0, k)), naive(hash, leaves.slice(k)));
}

/** A log whose leaves are appended in several goes, each from the tiles that the one before left. */
function grown(
  hash: LogHash,
  leaves: readonly Buffer[],
  cuts: readonly number[],
): { tiles: Map<string, Tile>; root: Buffer } {
  const tiles = new Map<string, Tile>();
  let root = digest(hash, '');
  let from = 0;
  for (const to of [...cuts.filter((cut) => cut <= leaves.length).sort((a, b) => a - b), leaves.length]) {
    const edge = new Edge(
      hash,
      from,
      [...tiles.values()].filter(({ hashes }) => hashes.length < 256 * 32),
    );
    for (const leaf of leaves.slice(from, to)) edge.append(leaf);
    for (const tile of edge.tiles()) tiles.set(`${tile.level}/${tile.position}`, tile);
    root = edge.root();
    from = to;
  }
  return { tiles, root };
}

const entryOf =
  (tiles: ReadonlyMap<string, Tile>): Entry =>
  (level, index) => {
    const held = tiles.get(`${level}/${Math.floor(index / 256)}`)?.hashes;
    const at = (index % 256) * 32;
    if (!held || held.length < at + 32) throw new Error(`no hash ${level}/${index}`);
    return held.subarray(at, at + 32);
  };

/** RFC 9162 2.1.3.2 */
function inclusionHolds(
  hash: LogHash,
  leaf: Buffer,
  position: number,
  size: number,
  path: readonly Buffer[],
  root: Buffer,
) {
  let [fn, sn] = [position, size - 1];
  let r = leaf;
  for (const p of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(hash, p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else r = nodeHash(hash, r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && r.equals(root);
}

/** RFC 9162 2.1.4.2 */
function consistencyHolds(
  hash: LogHash,
  first: number,
  second: number,
  given: readonly Buffer[],
  a: Buffer,
  b: Buffer,
) {
  if (first === second) return given.length === 0 && a.equals(b);
  const path = Number.isInteger(Math.log2(first)) ? [a, ...given] : [...given];
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [path[0] as Buffer, path[0] as Buffer];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, c, fr);
      sr = nodeHash(hash, c, sr);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else sr = nodeHash(hash, sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(a) && sr.equals(b);
}

const leavesOf = (hash: LogHash, n: number) => Array.from({ length: n }, (_, at) => leafHash(hash, `leaf ${at}`));

describe('the tree', () => {
  it('has the roots of the vectors that all implementations of RFC 6962 share', () => {
    const leaves = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ].map((hex) => leafHash('sha256', Buffer.from(hex, 'hex')));
    const roots = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    for (const [n, root] of roots.entries())
      expect(grown('sha256', leaves.slice(0, n), []).root.toString('hex')).toBe(root);
    const { tiles } = grown('sha256', leaves, []);
    const path = (position: number, size: number) =>
      inclusionProof('sha256', entryOf(tiles), position, size).map((hash) => hash.toString('hex'));
    expect(path(0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(path(2, 3)).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']);
  });

  it('hashes with SM3 as the standard does', () => {
    expect(digest('sm3', 'abc').toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  it('is the same however it was appended, and as the definition says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<LogHash>('sha256', 'sm3'),
        fc.integer({ min: 0, max: 1100 }),
        fc.array(fc.integer({ min: 0, max: 1100 }), { maxLength: 4 }),
        (hash, n, cuts) => {
          const leaves = leavesOf(hash, n);
          const { tiles, root } = grown(hash, leaves, cuts);
          expect(root.equals(naive(hash, leaves))).toBe(true);
          expect(rangeRoot(hash, entryOf(tiles), 0, n).equals(root)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('grows over several levels of tiles', () => {
    const leaves = leavesOf('sha256', 256 * 256 + 300);
    const { tiles, root } = grown('sha256', leaves, [255, 256, 257, 65_535, 65_536, 65_600]);
    expect(root.equals(naive('sha256', leaves))).toBe(true);
    expect([...tiles.values()].filter(({ level }) => level === 2)).toHaveLength(1);
  });

  it('proves every leaf and every earlier size', () => {
    const leaves = leavesOf('sha256', 600);
    const { tiles } = grown('sha256', leaves, []);
    const entry = entryOf(tiles);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(599), fc.nat(599), (size, a, b) => {
        const root = naive('sha256', leaves.slice(0, size));
        const position = a % size;
        const path = inclusionProof('sha256', entry, position, size);
        expect(inclusionHolds('sha256', leaves[position] as Buffer, position, size, path, root)).toBe(true);
        const wrong = (position + 1) % size;
        if (size > 1) expect(inclusionHolds('sha256', leaves[wrong] as Buffer, position, size, path, root)).toBe(false);
        const earlier = (b % size) + 1;
        const proof = consistencyProof('sha256', entry, earlier, size);
        const before = naive('sha256', leaves.slice(0, earlier));
        expect(consistencyHolds('sha256', earlier, size, proof, before, root)).toBe(true);
        if (earlier < size) expect(consistencyHolds('sha256', earlier, size, proof, root, root)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('is not appended to where a tile is missing or torn', () => {
    expect(() => new Edge('sha256', 3, [])).toThrow('missing or torn');
    expect(() => new Edge('sha256', 3, [{ level: 0, position: 0, hashes: Buffer.alloc(64) }])).toThrow(
      'missing or torn',
    );
    expect(() => new Edge('sha256', 256, [])).toThrow('tile 1/0');
  });
});

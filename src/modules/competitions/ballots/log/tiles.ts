import type { Db } from '../../../../kernel/db/index.ts';
import type { Ballot, InStage } from '../ballot.queries.ts';
import type { LogHash } from './digest.ts';
import { readTiles } from './log.queries.ts';
import { consistencyProof, Edge, type Entry, inclusionProof, rangeRoot, tileWidth } from './merkle.ts';

/** The right edge of a log as it is stored. */
export async function readEdge(db: Db, ballot: Pick<Ballot, 'hash' | 'size'> & InStage): Promise<Edge> {
  const places: { level: number; position: number }[] = [];
  for (let level = 0, count = ballot.size; count > 0; level++, count = Math.floor(count / tileWidth))
    if (count % tileWidth > 0) places.push({ level, position: Math.floor(count / tileWidth) });
  return new Edge(ballot.hash, ballot.size, await readTiles(db, ballot, places));
}

/**
 * Works something out from tiles: once to see which hashes it needs, and again with them, so that one query reads them all.
 */
async function fromTiles<R>(db: Db, stage: InStage, work: (entry: Entry) => R): Promise<R> {
  const wanted = new Map<string, { level: number; position: number }>();
  const nothing = Buffer.alloc(32);
  work((level, index) => {
    const position = Math.floor(index / tileWidth);
    wanted.set(`${level}/${position}`, { level, position });
    return nothing;
  });
  const tiles = new Map(
    (await readTiles(db, stage, [...wanted.values()])).map((tile) => [`${tile.level}/${tile.position}`, tile.hashes]),
  );
  return work((level, index) => {
    const at = (index % tileWidth) * 32;
    const hashes = tiles.get(`${level}/${Math.floor(index / tileWidth)}`);
    if (!hashes || hashes.length < at + 32) throw new Error(`the log has no hash ${index} at level ${level}`);
    return hashes.subarray(at, at + 32);
  });
}

/** The audit path of a leaf in the log of `size` leaves; `position` must be below `size`. */
export function readInclusion(
  db: Db,
  stage: InStage,
  { hash, position, size }: { hash: LogHash; position: number; size: number },
): Promise<Buffer[]> {
  return fromTiles(db, stage, (entry) => inclusionProof(hash, entry, position, size));
}

/** That the log of `earlier` leaves is the beginning of the one of `later`; 0 < earlier ≤ later ≤ the log's size. */
export function readConsistency(
  db: Db,
  stage: InStage,
  { hash, earlier, later }: { hash: LogHash; earlier: number; later: number },
): Promise<Buffer[]> {
  return fromTiles(db, stage, (entry) => consistencyProof(hash, entry, earlier, later));
}

/** The root of the log as it was with `size` leaves. */
export function readRoot(db: Db, stage: InStage, hash: LogHash, size: number): Promise<Buffer> {
  return fromTiles(db, stage, (entry) => rangeRoot(hash, entry, 0, size));
}

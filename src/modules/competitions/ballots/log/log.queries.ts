import { randomUUID } from 'node:crypto';
import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { InStage } from '../ballot.queries.ts';
import type { Tile } from './merkle.ts';
import type { HeadKind } from './note.ts';

/** Ballots that wait in the urn. */
export async function waitingInUrn(db: Db, { competitionId, stageId }: InStage): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(n), 0)::int as n from competitions.urn
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Takes rows out of the urn, by their ids, which are random, until at least `atLeast` ballots are out. */
export async function takeFromUrn(
  tx: Tx,
  { competitionId, stageId }: InStage,
  atLeast: number,
): Promise<{ leaves: string; marks: number[] | null }[]> {
  // As an array: joined, thousands of rows of a table that was empty a moment ago are compared each with each.
  const { rows } = await sql<{ leaves: string; marks: number[] | null }>`
    delete from competitions.urn u
    where u.competition_id = ${competitionId} and u.stage_id = ${stageId} and u.id = any(array(
      select id from (select id, sum(n) over (order by id) - n as before from competitions.urn
        where competition_id = ${competitionId} and stage_id = ${stageId}) each where before < ${atLeast}))
    returning u.leaves, u.marks`.execute(tx);
  return rows;
}

/** Puts ballots back that cannot go into the log yet. */
export async function putBack(
  tx: Tx,
  { competitionId, stageId }: InStage,
  lines: readonly string[],
  marks: readonly number[],
): Promise<void> {
  await sql`insert into competitions.urn (competition_id, stage_id, id, n, leaves, marks)
    values (${competitionId}, ${stageId}, ${randomUUID()}, ${lines.length}, ${lines.join('\n')}, ${marks as number[]})`.execute(
    tx,
  );
}

/** Appends ballots. `ids`: 16 bytes each, in the order of `lines`. */
export async function insertBallotLeaves(
  tx: Tx,
  { competitionId, stageId }: InStage,
  from: number,
  lines: readonly string[],
  ids: readonly Buffer[],
): Promise<void> {
  await sql`insert into competitions.leaf (competition_id, stage_id, position, kind, ballot_id, bytes)
    select ${competitionId}, ${stageId}, ${from} + n::int - 1, 'b', substr(${Buffer.concat(ids)}::bytea, (n::int - 1) * 16 + 1, 16),
      convert_to(line, 'UTF8')
    from string_to_table(${lines.join('\n')}, E'\n') with ordinality t (line, n)`.execute(tx);
}

export async function insertInvalidationLeaf(
  tx: Tx,
  { competitionId, stageId }: InStage,
  position: number,
  line: string,
): Promise<void> {
  await sql`insert into competitions.leaf (competition_id, stage_id, position, kind, bytes)
    values (${competitionId}, ${stageId}, ${position}, 'v', ${Buffer.from(line)})`.execute(tx);
}

/** Which of these ballots are in the log, by their id in hex, with their leaves as text. */
export async function sealedLines(
  db: Db,
  { competitionId, stageId }: InStage,
  ids: readonly Buffer[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; line: string }>`
    select encode(l.ballot_id, 'hex') as id, convert_from(l.bytes, 'UTF8') as line
    from unnest(${ids as Buffer[]}::bytea[]) g (id)
    join competitions.leaf l on l.ballot_id = g.id and l.stage_id = ${stageId} and l.competition_id = ${competitionId}`.execute(
    db,
  );
  return new Map(rows.map(({ id, line }) => [id, line]));
}

/** Rows of tiles. */
export async function readTiles(
  db: Db,
  { competitionId, stageId }: InStage,
  places: readonly { level: number; position: number }[],
): Promise<Tile[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<Tile>`
    select t.level, t.position, t.hashes from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as g(level int, position int)
    join competitions.tile t on t.competition_id = ${competitionId} and t.stage_id = ${stageId} and t.level = g.level
      and t.position = g.position`.execute(db);
  return rows;
}

export async function writeTiles(tx: Tx, { competitionId, stageId }: InStage, tiles: readonly Tile[]): Promise<void> {
  await sql`insert into competitions.tile (competition_id, stage_id, level, position, hashes)
    select ${competitionId}, ${stageId}, g.level, g.position, g.hashes
    from unnest(${tiles.map(({ level }) => level)}::int[], ${tiles.map(({ position }) => position)}::int[],
      ${tiles.map(({ hashes }) => hashes)}::bytea[]) g (level, position, hashes)
    on conflict (competition_id, stage_id, level, position) do update set hashes = excluded.hashes`.execute(tx);
}

export type Head = {
  size: number;
  kind: HeadKind;
  root: Buffer;
  at: Date;
  note: string;
  ballots: number;
  replaced: number;
};

export async function insertHead(tx: Tx, { competitionId, stageId }: InStage, head: Head): Promise<void> {
  await sql`insert into competitions.head (competition_id, stage_id, size, kind, root, at, note, ballots, replaced)
    values (${competitionId}, ${stageId}, ${head.size}, ${head.kind}, ${head.root}, ${head.at}, ${head.note},
      ${head.ballots}, ${head.replaced})`.execute(tx);
}

/** Adds to what was counted for each entry. */
export async function addCounts(
  tx: Tx,
  { competitionId, stageId }: InStage,
  counts: ReadonlyMap<number, number>,
): Promise<void> {
  const changed = [...counts].filter(([, votes]) => votes !== 0);
  if (changed.length === 0) return;
  await sql`insert into competitions.ballot_count as c (competition_id, stage_id, entry_number, votes)
    select ${competitionId}, ${stageId}, g.number, g.votes
    from unnest(${changed.map(([number]) => number)}::int[], ${changed.map(([, votes]) => votes)}::int[]) g (number, votes)
    on conflict (competition_id, stage_id, entry_number) do update set votes = c.votes + excluded.votes`.execute(tx);
}

/** Writes what was counted anew in the place of what was rolled up. */
export async function setCounts(tx: Tx, stage: InStage, counts: ReadonlyMap<number, number>): Promise<void> {
  await sql`delete from competitions.ballot_count where competition_id = ${stage.competitionId}
    and stage_id = ${stage.stageId}`.execute(tx);
  await addCounts(tx, stage, counts);
}

export async function insertMarks(
  tx: Tx,
  { competitionId, stageId }: InStage,
  marks: readonly { position: number; mark: number }[],
): Promise<void> {
  if (marks.length === 0) return;
  await sql`insert into competitions.mark (competition_id, stage_id, position, mark)
    select ${competitionId}, ${stageId}, g.position, g.mark
    from unnest(${marks.map(({ position }) => position)}::int[], ${marks.map(({ mark }) => mark)}::int[]) g (position, mark)`.execute(
    tx,
  );
}

/** How far the log has come. */
export async function writeProgress(
  tx: Tx,
  { competitionId, stageId }: InStage,
  to: { size: number; ballots: number; replaced: number; sealedAt: Date },
): Promise<void> {
  await sql`update competitions.ballot set size = ${to.size}, ballots = ${to.ballots}, replaced = ${to.replaced},
      sealed_at = ${to.sealedAt}
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(tx);
}

/** The leaves of invalidations, as text. */
export async function invalidationLines(db: Db, { competitionId, stageId }: InStage): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`select convert_from(bytes, 'UTF8') as line from competitions.leaf
    where competition_id = ${competitionId} and stage_id = ${stageId} and kind = 'v' order by position`.execute(db);
  return rows.map(({ line }) => line);
}

/** Leaves from a position on, as text, by their positions. */
export async function leavesFrom(
  db: Db,
  { competitionId, stageId }: InStage,
  from: number,
  limit: number,
): Promise<{ kind: 'b' | 'v'; line: string }[]> {
  const { rows } = await sql<{ kind: 'b' | 'v'; line: string }>`
    select kind, convert_from(bytes, 'UTF8') as line from competitions.leaf
    where competition_id = ${competitionId} and stage_id = ${stageId} and position >= ${from} and position < ${from + limit}
    order by position`.execute(db);
  return rows;
}

/** Of heads of one size the close comes after what ran. */
const later = sql`case kind when 'running' then 0 when 'close' then 1 else 2 end`;

/** Heads, the newest first. `before`: those older than this one. */
export async function headsOf(
  db: Db,
  { competitionId, stageId }: InStage,
  { before = null, limit }: { before?: { size: number; kind: HeadKind } | null; limit: number },
): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select h.size, h.kind, h.root, h.at, h.note, h.ballots, h.replaced
    from (select *, ${later} as later from competitions.head
      where competition_id = ${competitionId} and stage_id = ${stageId} and size <= ${before?.size ?? 2 ** 31 - 1}
      order by size desc, later desc limit ${limit + 3}) h
    where ${before === null} or (h.size, h.later) < (${before?.size ?? 0}, array_position(array['running', 'close', 'invalidation'], ${before?.kind ?? 'running'}) - 1)
    order by h.size desc, h.later desc limit ${limit}`.execute(db);
  return rows;
}

/** Heads of the log up to its size, the oldest first, for the published file. */
export async function headsFrom(
  db: Db,
  { competitionId, stageId, size }: InStage & { size: number },
  offset: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ note: string }>`
    select note from competitions.head where competition_id = ${competitionId} and stage_id = ${stageId} and size <= ${size}
    order by size, ${later} offset ${offset} limit ${limit}`.execute(db);
  return rows.map(({ note }) => note);
}

export async function countHeads(
  db: Db,
  { competitionId, stageId, size }: InStage & { size: number },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.head
    where competition_id = ${competitionId} and stage_id = ${stageId} and size <= ${size}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What was counted for each entry as of the last head; entries without a ballot are not in it. */
export async function countsOf(db: Db, { competitionId, stageId }: InStage): Promise<Map<number, number>> {
  const { rows } = await sql<{ number: number; votes: number }>`select entry_number as number, votes
    from competitions.ballot_count where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(db);
  return new Map(rows.map(({ number, votes }) => [number, votes]));
}

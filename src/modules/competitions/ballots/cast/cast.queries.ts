import { randomUUID } from 'node:crypto';
import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { InStage } from '../ballot.queries.ts';

/**
 * Holds a ballot open until the end of the transaction: closing waits for it. Casting and sealing go on beside it.
 * @returns false where it is closed
 */
export async function holdOpen(tx: Tx, { competitionId, stageId }: InStage): Promise<boolean> {
  const { rows } = await sql`select from competitions.ballot where competition_id = ${competitionId}
    and stage_id = ${stageId} and closed_at is null for key share`.execute(tx);
  return rows.length > 0;
}

/**
 * Puts voters on the roll. The primary key decides, under any concurrency.
 * @param voters pseudonyms of 16 bytes, each with its slot, no pair twice
 * @returns those that were taken, as `voter in hex:slot`; null: all
 */
export async function takeSlots(
  tx: Tx,
  { competitionId, stageId }: InStage,
  voters: readonly Buffer[],
  slots: readonly number[],
): Promise<Set<string> | null> {
  const { rows } = await sql<{ taken: number; which: string[] | null }>`
    with taken as (
      insert into competitions.roll (competition_id, stage_id, voter, slot)
      select ${competitionId}, ${stageId}, substr(${Buffer.concat(voters)}::bytea, (g.n::int - 1) * 16 + 1, 16) as voter, g.slot
      from unnest(${slots as number[]}::int[]) with ordinality g (slot, n) order by voter, g.slot
      on conflict do nothing returning voter, slot)
    select count(*)::int as taken,
      case when count(*) < ${voters.length} then array_agg(encode(voter, 'hex') || ':' || slot) end as which
    from taken`.execute(tx);
  const { taken = 0, which = null } = rows[0] ?? {};
  return taken === voters.length ? null : new Set(which ?? []);
}

/** Takes voters off the roll again who were put on it in this transaction. `voters`: as for `takeSlots`. */
export async function giveSlotsBack(
  tx: Tx,
  { competitionId, stageId }: InStage,
  voters: readonly Buffer[],
  slots: readonly number[],
): Promise<void> {
  await sql`delete from competitions.roll r using unnest(${voters as Buffer[]}::bytea[], ${slots as number[]}::int[]) g (voter, slot)
    where r.voter = g.voter and r.slot = g.slot and r.stage_id = ${stageId} and r.competition_id = ${competitionId}`.execute(
    tx,
  );
}

/** Puts ballots into the urn, as one row. `lines` in an order that says nothing; `marks` beside them. */
export async function putIntoUrn(
  tx: Tx,
  { competitionId, stageId }: InStage,
  lines: readonly string[],
  marks: readonly number[],
): Promise<void> {
  const marked = marks.some((mark) => mark !== 0) ? (marks as number[]) : null;
  await sql`insert into competitions.urn (competition_id, stage_id, id, n, leaves, marks)
    values (${competitionId}, ${stageId}, ${randomUUID()}, ${lines.length}, ${lines.join('\n')}, ${marked})`.execute(
    tx,
  );
}

/**
 * The leaves of ballots, wherever they are by now, by ballot id (base64url).
 * @param ids each 22 characters of base64url
 */
export async function linesOf(
  db: Db,
  { competitionId, stageId }: InStage,
  ids: readonly string[],
): Promise<Map<string, { line: string; position: number | null }>> {
  // In one statement, so that a ballot on its way from the urn into the log is seen in one of them.
  const { rows } = await sql<{ id: string; line: string | null; position: number | null }>`
    select g.id, coalesce(convert_from(l.bytes, 'UTF8'), u.line) as line, l.position
    from unnest(${ids as string[]}::text[], ${ids.map((id) => Buffer.from(id, 'base64url'))}::bytea[]) g (id, raw)
    left join competitions.leaf l on l.ballot_id = g.raw and l.stage_id = ${stageId} and l.competition_id = ${competitionId}
    left join lateral (
      select line from competitions.urn u, string_to_table(u.leaves, E'\n') line
      where l.bytes is null and u.competition_id = ${competitionId} and u.stage_id = ${stageId}
        and strpos(u.leaves, g.id) > 0 and starts_with(line, '{"b":"' || g.id || '"') limit 1) u on true`.execute(db);
  return new Map(rows.flatMap(({ id, line, position }) => (line === null ? [] : [[id, { line, position }] as const])));
}

/** Marks ballots as replaced, each once. `ids`: no id twice. @returns those that were not yet, in hex */
export async function takeReplaced(
  tx: Tx,
  { competitionId, stageId }: InStage,
  ids: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into competitions.replaced (competition_id, stage_id, ballot_id)
    select ${competitionId}, ${stageId}, g.id from unnest(${ids as Buffer[]}::bytea[]) g (id) order by g.id
    on conflict do nothing returning encode(ballot_id, 'hex') as id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Whether a ballot was replaced already. */
export async function isReplaced(db: Db, { competitionId, stageId }: InStage, ballotId: Buffer): Promise<boolean> {
  const { rows } = await sql`select from competitions.replaced where ballot_id = ${ballotId} and stage_id = ${stageId}
    and competition_id = ${competitionId}`.execute(db);
  return rows.length > 0;
}

/** Which of these are on the invited list, in hex. */
export async function invitedAmong(
  db: Db,
  { competitionId, stageId }: InStage,
  hashes: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{
    hash: string;
  }>`select encode(address_hash, 'hex') as hash from competitions.invited_voter
    where competition_id = ${competitionId} and stage_id = ${stageId} and address_hash = any(${hashes as Buffer[]}::bytea[])`.execute(
    db,
  );
  return new Set(rows.map(({ hash }) => hash));
}

/** How many slots of somebody are taken among these. */
export async function slotsTaken(
  db: Db,
  { competitionId, stageId }: InStage,
  voter: Buffer,
  slots: readonly number[],
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.roll where voter = ${voter}
    and slot = any(${slots as number[]}::int[]) and stage_id = ${stageId} and competition_id = ${competitionId}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { Ballot, InStage } from '../ballot.queries.ts';
import type { VotedEntry } from './vote-standings.ts';

/** Ends casting: waits for ballots under way, and none is taken afterwards. @returns false where it was ended already */
export async function endCasting(tx: Tx, { competitionId, stageId }: InStage, at: Date): Promise<boolean> {
  // Not "for no key update", beside which casting goes on.
  await sql`select from competitions.ballot where competition_id = ${competitionId} and stage_id = ${stageId}
    for update`.execute(tx);
  const { numAffectedRows } = await sql`update competitions.ballot set closed_at = ${at}
    where competition_id = ${competitionId} and stage_id = ${stageId} and closed_at is null`.execute(tx);
  return numAffectedRows === 1n;
}

/** How many first ballots the roll holds. */
export async function countRoll(db: Db, { competitionId, stageId }: InStage): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.roll
    where competition_id = ${competitionId} and stage_id = ${stageId} and slot >= 0`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What was settled when the ballot was closed. */
export async function writeClose(
  tx: Tx,
  { competitionId, stageId }: InStage,
  closed: Pick<Ballot, 'header' | 'roll' | 'alarm' | 'sealedAt'>,
): Promise<void> {
  await sql`update competitions.ballot set header = ${closed.header}, roll = ${closed.roll},
      alarm = ${closed.alarm === null ? null : JSON.stringify(closed.alarm)}::jsonb, sealed_at = ${closed.sealedAt}
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(tx);
}

export async function writeInvalidated(
  tx: Tx,
  { competitionId, stageId }: InStage,
  to: Pick<Ballot, 'size' | 'ballots' | 'replaced' | 'invalidated'>,
): Promise<void> {
  await sql`update competitions.ballot set size = ${to.size}, ballots = ${to.ballots}, replaced = ${to.replaced},
      invalidated = ${to.invalidated}
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(tx);
}

/** Writes the roll anew in the order of pseudonyms, so that where a row lies says nothing about when it came. */
export async function rewriteRoll(tx: Tx, { competitionId, stageId }: InStage, at: Date): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(tx);
  await sql`with old as (delete from competitions.roll where competition_id = ${competitionId} and stage_id = ${stageId}
      returning voter, slot)
    insert into competitions.roll (competition_id, stage_id, voter, slot)
    select ${competitionId}, ${stageId}, voter, slot from old order by voter, slot`.execute(tx);
  await sql`update competitions.ballot set roll_rewritten_at = ${at}
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(tx);
}

/** Frees the places of rows that were deleted: what stood in the urn, and the roll in the order it was filled. */
export async function clearAway(db: Db): Promise<void> {
  await sql`vacuum (skip_locked) competitions.urn, competitions.roll`.execute(db);
}

/** Takes the key away from which pseudonyms on the roll are made: from then on nobody can say whose they are. */
export async function destroyRollKeys(tx: Tx, competitionId: string): Promise<void> {
  await sql`update competitions.ballot set roll_key = null where competition_id = ${competitionId}
    and roll_key is not null`.execute(tx);
}

/** Entries by their numbers, as a ballot names them. `inField` are those that have a place in it. */
export async function votedEntries(
  db: Db,
  competitionId: string,
  numbers: readonly number[],
  inField: ReadonlySet<string>,
): Promise<VotedEntry[]> {
  const { rows } = await sql<Omit<VotedEntry, 'out'>>`select id, number, category_id as "categoryId", title
    from competitions.entry where competition_id = ${competitionId} and number = any(${numbers as number[]}::int[])
    order by number`.execute(db);
  return rows.map((row) => ({ ...row, out: !inField.has(row.id) }));
}

/** Entries that a closed stage gave a place. */
export async function placedEntries(db: Db, stageId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select entry_id as id from competitions.standing
    where stage_id = ${stageId}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export async function deleteStandings(tx: Tx, stageId: string): Promise<void> {
  await sql`delete from competitions.standing where stage_id = ${stageId}`.execute(tx);
}

export type DueBallot = InStage & {
  endsAt: Date;
  state: 'open' | 'cancelled' | 'final';
  sealedAt: Date | null;
  startsAt: Date;
  closedAt: Date | null;
  stageClosedAt: Date | null;
};

/** Ballots that the minute's job looks after: running, over and not closed, or closed and their roll not written anew. */
export async function dueBallots(db: Db, at: Date): Promise<DueBallot[]> {
  const { rows } = await sql<DueBallot>`
    select s.competition_id as "competitionId", s.id as "stageId", s.starts_at as "startsAt", s.ends_at as "endsAt", c.state,
      b.sealed_at as "sealedAt", b.closed_at as "closedAt", s.closed_at as "stageClosedAt"
    from competitions.stage s
    join competitions.competition c on c.id = s.competition_id
    left join competitions.ballot b on b.competition_id = s.competition_id and b.stage_id = s.id
    where s.kind = 'ballot' and s.starts_at <= ${at}
      and (s.closed_at is null and c.state = 'open' or c.state = 'cancelled' and b.roll_key is not null
        or s.closed_at is not null and b.roll_rewritten_at is null)
    order by s.ends_at`.execute(db);
  return rows;
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { SlotState } from './pitch.rules.ts';

export type Slot = {
  entryId: string;
  number: number;
  title: string;
  byLine: string;
  categoryId: string;
  accountId: string | null;
  position: number;
  state: SlotState;
  startedAt: Date | null;
  pausedAt: Date | null;
  pausedMs: number;
  signedAt: Date | null;
  signedName: string;
  signedDigest: string | null;
  remark: string;
};

// Of an entry that was taken back nothing is said but its number and its place.
const columns = sql`s.entry_id as "entryId", e.number,
  case when e.state in ('accepted', 'disqualified') then e.title else '—' end as title,
  case when e.state in ('accepted', 'disqualified') then e.by_line else '' end as "byLine", e.category_id as "categoryId",
  e.account_id as "accountId", s.position, case when e.state <> 'accepted' and s.state = 'waiting' then 'gone' else s.state end as state,
  s.started_at as "startedAt", s.paused_at as "pausedAt", s.paused_ms as "pausedMs", s.signed_at as "signedAt",
  s.signed_name as "signedName", s.signed_digest as "signedDigest", s.remark`;

/** The running order. */
export async function slotsOf(db: Db, stageId: string): Promise<Slot[]> {
  const { rows } = await sql<Slot>`select ${columns} from competitions.pitch_slot s
    join competitions.entry e on e.id = s.entry_id where s.stage_id = ${stageId} order by s.position`.execute(db);
  return rows;
}

export async function lockSlot(tx: Tx, stageId: string, entryId: string): Promise<Slot | undefined> {
  const { rows } = await sql<Slot>`select ${columns} from competitions.pitch_slot s
    join competitions.entry e on e.id = s.entry_id
    where s.stage_id = ${stageId} and s.entry_id = ${entryId} for update of s`.execute(tx);
  return rows[0];
}

export type Draw = { seed: string | null; at: Date };

export async function drawOf(db: Db, stageId: string): Promise<Draw | undefined> {
  const { rows } = await sql<Draw>`select seed, at from competitions.pitch_draw where stage_id = ${stageId}`.execute(
    db,
  );
  return rows[0];
}

/** Writes the order down, once. @returns false where it was drawn already */
export async function insertDraw(
  tx: Tx,
  given: { competitionId: string; stageId: string; seed: string | null; at: Date; entryIds: readonly string[] },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into competitions.pitch_draw (stage_id, competition_id, seed, at)
    values (${given.stageId}, ${given.competitionId}, ${given.seed}, ${given.at}) on conflict do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`insert into competitions.pitch_slot (stage_id, entry_id, competition_id, position)
    select ${given.stageId}, o.id, ${given.competitionId}, o.position
    from unnest(${given.entryIds as string[]}::uuid[]) with ordinality as o(id, position)`.execute(tx);
  return true;
}

/** @throws a duplicate of pitch_slot_current_idx where somebody else speaks */
export async function writeSlot(
  tx: Tx,
  stageId: string,
  slot: Pick<Slot, 'entryId' | 'state' | 'startedAt' | 'pausedAt' | 'pausedMs'>,
): Promise<void> {
  await sql`update competitions.pitch_slot set state = ${slot.state}, started_at = ${slot.startedAt},
      paused_at = ${slot.pausedAt}, paused_ms = ${slot.pausedMs}
    where stage_id = ${stageId} and entry_id = ${slot.entryId}`.execute(tx);
}

/** Puts the slot at another place of the order; those between move up or down by one. */
export async function moveSlot(tx: Tx, stageId: string, from: number, to: number): Promise<void> {
  await sql`set constraints competitions.pitch_slot_stage_id_position_key deferred`.execute(tx);
  await sql`update competitions.pitch_slot set position = case when position = ${from} then ${to}
      when ${from}::int < ${to}::int then position - 1 else position + 1 end
    where stage_id = ${stageId} and position between least(${from}::int, ${to}::int) and greatest(${from}::int, ${to}::int)`.execute(
    tx,
  );
}

export async function writeSignature(
  tx: Tx,
  stageId: string,
  entryId: string,
  given: { at: Date; by: string; name: string; digest: string; remark: string },
): Promise<void> {
  await sql`update competitions.pitch_slot set signed_at = ${given.at}, signed_by = ${given.by}, signed_name = ${given.name},
      signed_digest = ${given.digest}, remark = ${given.remark}
    where stage_id = ${stageId} and entry_id = ${entryId}`.execute(tx);
}

/** By entry: totals of its sheets that were handed in, and how many jurors it still waits for. */
export async function totalsOf(db: Db, stageId: string): Promise<Map<string, { totals: number[]; missing: number }>> {
  const { rows } = await sql<{ entryId: string; totals: number[]; missing: number }>`
    select s.entry_id as "entryId", coalesce((select array_agg(h.total::float8 order by h.total) from competitions.sheet h
        where h.stage_id = s.stage_id and h.entry_id = s.entry_id and h.state = 'handed_in'), '{}') as totals,
      (select count(*)::int from competitions.assignment a where a.stage_id = s.stage_id and a.entry_id = s.entry_id
        and a.ended_at is null and not exists (select from competitions.sheet h where h.stage_id = a.stage_id
          and h.entry_id = a.entry_id and h.juror_id = a.juror_id and h.state = 'handed_in')) as missing
    from competitions.pitch_slot s where s.stage_id = ${stageId}`.execute(db);
  return new Map(rows.map(({ entryId, ...rest }) => [entryId, rest]));
}

/** Pitch stages in which somebody has a slot. */
export async function slotsOfAccount(
  db: Db,
  accountId: string,
): Promise<
  { stageId: string; entryId: string; title: string; position: number; signedAt: Date | null; remark: string }[]
> {
  const { rows } = await sql<{
    stageId: string;
    entryId: string;
    title: string;
    position: number;
    signedAt: Date | null;
    remark: string;
  }>`select s.stage_id as "stageId", s.entry_id as "entryId", e.title, s.position, s.signed_at as "signedAt", s.remark
    from competitions.pitch_slot s join competitions.entry e on e.id = s.entry_id
    where e.account_id = ${accountId} or s.signed_by = ${accountId} order by s.stage_id, s.position`.execute(db);
  return rows;
}

/** The signature stays with the sheet it stands under; who gave it and what they said against it go. */
export async function forgetSigner(tx: Tx, accountId: string): Promise<void> {
  await sql`update competitions.pitch_slot set signed_by = null, signed_name = '', remark = ''
    where signed_by = ${accountId}`.execute(tx);
}

export async function moveSigner(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update competitions.pitch_slot set signed_by = ${to} where signed_by = ${from}`.execute(tx);
}

import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Activity } from '../activity/declare-activity.ts';
import type { HoursState } from './teams.rules.ts';

export type Hours = {
  id: string;
  teamId: string;
  taskId: string | null;
  taskTitle: string | null;
  accountId: string | null;
  /** as others see the person; empty where their account is erased */
  name: string;
  /** YYYY-MM-DD */
  doneOn: string;
  minutes: number;
  note: string;
  state: HoursState;
  claimedAt: Date;
  decidedAt: Date | null;
  decisionReason: string;
  corrections: { before: number; after: number; reason: string; at: string }[];
};

const hoursColumns = sql`h.id, h.team_id as "teamId", h.task_id as "taskId", k.title as "taskTitle", h.account_id as "accountId",
  coalesce(nullif(a.display_name, ''), a.name, '') as name, to_char(h.done_on, 'YYYY-MM-DD') as "doneOn", h.minutes, h.note,
  h.state, h.claimed_at as "claimedAt", h.decided_at as "decidedAt", h.decision_reason as "decisionReason",
  coalesce((select jsonb_agg(jsonb_build_object('before', c.minutes_before, 'after', c.minutes_after, 'reason', c.reason,
    'at', c.at) order by c.at) from people.team_hours_correction c where c.hours_id = h.id), '[]') as corrections`;
const hoursTables = sql`people.team_hours h left join people.team_task k on k.id = h.task_id
  left join people.account a on a.id = h.account_id`;

export async function insertHours(
  tx: Tx,
  hours: {
    teamId: string;
    taskId: string | null;
    accountId: string;
    doneOn: string;
    minutes: number;
    note: string;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.team_hours')
    .values({
      id,
      team_id: hours.teamId,
      task_id: hours.taskId,
      account_id: hours.accountId,
      done_on: hours.doneOn,
      minutes: hours.minutes,
      note: hours.note,
      state: 'claimed',
      claimed_at: hours.at,
    })
    .execute();
  return id;
}

/** Minutes that somebody claimed for a day in all their teams, without those that were declined or taken back. */
export async function minutesOn(tx: Tx, accountId: string, day: string): Promise<number> {
  const { rows } = await sql<{ minutes: number }>`
    select coalesce(sum(minutes), 0)::int as minutes from people.team_hours
    where account_id = ${accountId} and done_on = ${day} and state in ('claimed', 'confirmed')`.execute(tx);
  return rows[0]?.minutes ?? 0;
}

/** Locks somebody's claims, so that two of one day are not both counted as the only one. */
export async function lockClaims(tx: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('people.team_hours'), hashtext(${accountId}))`.execute(tx);
}

export async function lockHours(tx: Tx, teamId: string, id: string): Promise<Hours | undefined> {
  await sql`select 1 from people.team_hours where id = ${id} for update`.execute(tx);
  const { rows } = await sql<Hours>`
    select ${hoursColumns} from ${hoursTables} where h.team_id = ${teamId} and h.id = ${id}`.execute(tx);
  return rows[0];
}

export async function decideHoursRow(
  tx: Tx,
  id: string,
  decision: { state: 'confirmed' | 'declined'; by: string | null; reason: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.team_hours')
    .set({ state: decision.state, decided_by: decision.by, decided_at: decision.at, decision_reason: decision.reason })
    .where('id', '=', id)
    .execute();
}

export async function withdrawHoursRow(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('people.team_hours').set({ state: 'withdrawn' }).where('id', '=', id).execute();
}

export async function correctHoursRow(
  tx: Tx,
  id: string,
  correction: { before: number; after: number; reason: string; by: string | null; at: Date },
): Promise<void> {
  await tx.updateTable('people.team_hours').set({ minutes: correction.after }).where('id', '=', id).execute();
  await tx
    .insertInto('people.team_hours_correction')
    .values({
      id: newId(),
      hours_id: id,
      minutes_before: correction.before,
      minutes_after: correction.after,
      reason: correction.reason,
      by_id: correction.by,
      at: correction.at,
    })
    .execute();
}

/** Hours of a team, the newest day first. */
export async function hoursOf(
  db: Db,
  teamId: string,
  only: { accountId?: string; state?: HoursState },
  limit: number,
): Promise<Hours[]> {
  const { rows } = await sql<Hours>`
    select ${hoursColumns} from ${hoursTables} where h.team_id = ${teamId}
      ${only.accountId ? sql`and h.account_id = ${only.accountId}` : sql``}
      ${only.state ? sql`and h.state = ${only.state}` : sql``}
    order by h.done_on desc, h.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Minutes confirmed for each person of a team. */
export async function minutesByPerson(db: Db, teamId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; minutes: number }>`
    select account_id as id, sum(minutes)::int as minutes from people.team_hours
    where team_id = ${teamId} and state = 'confirmed' and account_id is not null group by account_id`.execute(db);
  return new Map(rows.map(({ id, minutes }) => [id, minutes]));
}

/** All of somebody's minutes, confirmed and waiting. */
export async function minutesOfPerson(db: Db, accountId: string): Promise<{ confirmed: number; claimed: number }> {
  const { rows } = await sql<{ confirmed: number; claimed: number }>`
    select coalesce(sum(minutes) filter (where state = 'confirmed'), 0)::int as confirmed,
      coalesce(sum(minutes) filter (where state = 'claimed'), 0)::int as claimed
    from people.team_hours where account_id = ${accountId}`.execute(db);
  return rows[0] ?? { confirmed: 0, claimed: 0 };
}

/** Confirmed hours as they stand in their owner's activity record; nothing where their account is erased. */
export async function readHours(db: Db, id: string): Promise<Activity[]> {
  const { rows } = await sql<Activity>`
    select h.account_id as "accountId", 'team' as kind, concat_ws(' ', t.name, k.title) as title,
      h.done_on::timestamp at time zone 'UTC' as at, h.minutes / 60.0::float8 as hours,
      'people.team_hours' as source, h.id as "sourceId"
    from people.team_hours h join people.team t on t.id = h.team_id left join people.team_task k on k.id = h.task_id
    where h.id = ${id} and h.state = 'confirmed' and h.account_id is not null`.execute(db);
  return rows;
}

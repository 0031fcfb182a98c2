import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { SeriesScope } from './series.queries.ts';

export type DecisionRow = {
  id: string;
  meetingId: string;
  seriesId: string;
  series: string;
  /** how many-th meeting of its series */
  meetingNo: number;
  no: number;
  text: string;
  departmentId: string | null;
  organisationId: string | null;
  personId: string | null;
  dueOn: LocalDate;
  state: 'open' | 'done' | 'dropped';
  evidence: string;
  settledAt: Date | null;
  confirmed: boolean;
};

const columns = sql`d.id, d.meeting_id as "meetingId", m.series_id as "seriesId", s.title as series, m.no as "meetingNo", d.no, d.text,
  d.department_id as "departmentId", d.organisation_id as "organisationId", d.person_id as "personId", d.due_on as "dueOn", d.state,
  d.evidence, d.settled_at as "settledAt", m.minutes_confirmed_at is not null as confirmed`;
const from = sql`liaison.decision d join liaison.meeting m on m.id = d.meeting_id join liaison.meeting_series s on s.id = m.series_id`;

export async function findDecision(db: Db, id: string): Promise<DecisionRow | undefined> {
  return (await sql<DecisionRow>`select ${columns} from ${from} where d.id = ${id}`.execute(db)).rows[0];
}

export async function lockDecision(tx: Tx, id: string): Promise<DecisionRow | undefined> {
  return (await sql<DecisionRow>`select ${columns} from ${from} where d.id = ${id} for update of d`.execute(tx))
    .rows[0];
}

export async function decisionsOfMeeting(db: Db, meetingId: string): Promise<DecisionRow[]> {
  return (
    await sql<DecisionRow>`select ${columns} from ${from} where d.meeting_id = ${meetingId} order by d.no`.execute(db)
  ).rows;
}

export async function decisionsByIds(db: Db, ids: readonly string[]): Promise<DecisionRow[]> {
  if (ids.length === 0) return [];
  return (await sql<DecisionRow>`select ${columns} from ${from} where d.id = any(${[...ids]}::uuid[])`.execute(db))
    .rows;
}

export type DecisionKey = { dueOn: LocalDate; id: string };

/** Decisions of meetings that somebody reads, what is due first comes first; keyset by due day and id. */
export async function listDecisions(
  db: Db,
  scope: SeriesScope,
  given: { state?: 'open' | 'done' | 'dropped' | undefined; after?: DecisionKey | null },
  limit: number,
): Promise<DecisionRow[]> {
  const after = given.after ?? null;
  const { rows } = await sql<DecisionRow>`
    select ${columns} from ${from}
    where (${scope.all} or s.department_id = any(${[...scope.departmentIds]}::uuid[]) or s.chair_id = ${scope.chairId}::uuid
        or m.chair_id = ${scope.chairId}::uuid
        or exists (select from liaison.series_member v where v.series_id = s.id and (v.account_id = ${scope.accountId}
          or v.department_id = any(${[...scope.departmentIds]}::uuid[]) or v.organisation_id = any(${[...scope.organisationIds]}::uuid[]))))
      and (${given.state ?? null}::text is null or d.state = ${given.state ?? null})
      and (${after?.id ?? null}::uuid is null or (d.due_on, d.id) > (${after?.dueOn ?? null}::date, ${after?.id ?? null}::uuid))
    order by d.due_on, d.id limit ${limit}`.execute(db);
  return rows;
}

/** The next decision of a meeting, which is locked. */
export async function insertDecision(
  tx: Tx,
  given: {
    meetingId: string;
    text: string;
    departmentId: string | null;
    organisationId: string | null;
    personId: string | null;
    dueOn: LocalDate;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  await sql`insert into liaison.decision (id, meeting_id, no, text, department_id, organisation_id, person_id, due_on, state, made_at)
    values (${id}, ${given.meetingId}, (select coalesce(max(no), 0) + 1 from liaison.decision where meeting_id = ${given.meetingId}),
      ${given.text}, ${given.departmentId}, ${given.organisationId}, ${given.personId}, ${given.dueOn}::date, 'open', ${given.at})`.execute(
    tx,
  );
  return id;
}

/** @returns whether it was there */
export async function deleteDecision(tx: Tx, meetingId: string, id: string): Promise<boolean> {
  await sql`delete from liaison.decision_progress where decision_id = ${id}`.execute(tx);
  const { rows } =
    await sql`delete from liaison.decision d where d.id = ${id} and d.meeting_id = ${meetingId} and d.state = 'open'
    and not exists (select from liaison.meeting_file f where f.decision_id = d.id) returning d.id`.execute(tx);
  return rows.length > 0;
}

export async function settleDecision(
  tx: Tx,
  id: string,
  given: { state: 'done' | 'dropped'; evidence: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('liaison.decision')
    .set({ state: given.state, evidence: given.evidence, settled_by: given.by, settled_at: given.at })
    .where('id', '=', id)
    .execute();
}

export type Progress = { decisionId: string; text: string; by: string | null; at: Date };

export async function progressOf(db: Db, decisionIds: readonly string[]): Promise<Progress[]> {
  if (decisionIds.length === 0) return [];
  const { rows } = await sql<Progress>`select decision_id as "decisionId", text, by, at from liaison.decision_progress
    where decision_id = any(${[...decisionIds]}::uuid[]) order by at, id`.execute(db);
  return rows;
}

export async function insertProgress(tx: Tx, given: Progress): Promise<void> {
  await tx
    .insertInto('liaison.decision_progress')
    .values({ id: newId(), decision_id: given.decisionId, text: given.text, by: given.by, at: given.at })
    .execute();
}

/** Open decisions of confirmed minutes, for reminders; keyset by id. */
export async function openDecisions(
  db: Db,
  until: LocalDate,
  after: string | null,
  limit: number,
): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`select ${columns} from ${from}
    where d.state = 'open' and m.minutes_confirmed_at is not null and d.due_on <= ${until}::date
      and (${after}::uuid is null or d.id > ${after}::uuid) order by d.id limit ${limit}`.execute(db);
  return rows;
}

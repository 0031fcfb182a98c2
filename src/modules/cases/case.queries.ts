import type { Insertable, Selectable, Updateable } from 'kysely';
import { type Database, type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { CaseFacts } from './cases.policy.ts';
import type { CaseState, Channel, Kind, LimitKind } from './cases.rules.ts';

type Stored = Selectable<Database['cases.case']>;
/** A row of cases.case with its words narrowed to the domain's. */
export type CaseRow = Omit<Stored, 'state' | 'kind' | 'channel' | 'limit_kind' | 'state_before' | 'search'> & {
  state: CaseState;
  state_before: CaseState | null;
  kind: Kind;
  channel: Channel;
  limit_kind: LimitKind;
};
export type CasePatch = Omit<Updateable<Database['cases.case']>, 'id' | 'number' | 'state'>;

const columns = [
  'id',
  'number',
  'kind',
  'channel',
  'state',
  'state_before',
  'title',
  'body',
  'district_id',
  'address',
  'lon',
  'lat',
  'category_id',
  'confidential',
  'hidden',
  'urgent',
  'limit_kind',
  'round',
  'round_opened_at',
  'lead_department_id',
  'merged_into_id',
  'return_ruled',
  'supervised',
  'submitted_at',
  'accepted_at',
  'dispatched_at',
  'sign_due_at',
  'signed_at',
  'return_due_at',
  'contact_due_at',
  'contacted_at',
  'due_at',
  'first_due_at',
  'replied_at',
  'reviewed_at',
  'rated_at',
  'closed_at',
  'archived_at',
  'updated_at',
  'source',
  'source_ref',
] as const;

export async function findCaseById(db: Db, id: string): Promise<CaseRow | undefined> {
  return (await db.selectFrom('cases.case').select(columns).where('id', '=', id).executeTakeFirst()) as
    | CaseRow
    | undefined;
}

export async function findCaseByNumber(db: Db, number: string): Promise<CaseRow | undefined> {
  return (await db.selectFrom('cases.case').select(columns).where('number', '=', number).executeTakeFirst()) as
    | CaseRow
    | undefined;
}

/** The case, locked until the transaction ends: whoever acts on it next sees what this one did. */
export async function lockCase(tx: Tx, id: string): Promise<CaseRow | undefined> {
  return (await tx.selectFrom('cases.case').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    | CaseRow
    | undefined;
}

/** What policies need beyond the row itself. */
export async function factsOf(db: Db, row: CaseRow): Promise<CaseFacts> {
  const { rows } = await sql<{ account_id: string | null; co_handlers: string[] }>`
    select (select account_id from cases.author where case_id = ${row.id}) as account_id,
      array(select department_id::text from cases.co_handler where case_id = ${row.id}) as co_handlers`.execute(db);
  return {
    state: row.state,
    confidential: row.confidential,
    hidden: row.hidden,
    acceptedAt: row.accepted_at,
    leadDepartmentId: row.lead_department_id,
    coHandlerIds: rows[0]?.co_handlers ?? [],
    authorAccountId: rows[0]?.account_id ?? null,
  };
}

export async function updateCase(tx: Tx, id: string, state: CaseState, at: Date, patch: CasePatch): Promise<void> {
  await tx
    .updateTable('cases.case')
    .set({ ...patch, state, updated_at: at })
    .where('id', '=', id)
    .execute();
}

/** Requests that nobody ruled on while the department had the case are over: it has left the state they were about. */
export async function lapseRequests(tx: Tx, caseId: string, at: Date): Promise<void> {
  for (const table of ['cases.extension', 'cases.ending'] as const)
    await tx
      .updateTable(table)
      .set({ granted: false, ruled_at: at })
      .where('case_id', '=', caseId)
      .where('granted', 'is', null)
      .execute();
}

export type NewStep = {
  act: string;
  public: boolean;
  text?: string;
  data?: Record<string, unknown>;
  actorId?: string | null;
  departmentId?: string | null;
};

/** One line of the timeline. */
export async function insertStep(tx: Tx, caseId: string, at: Date, step: NewStep): Promise<void> {
  const row: Insertable<Database['cases.step']> = {
    id: newId(),
    case_id: caseId,
    at,
    act: step.act,
    actor_id: step.actorId ?? null,
    department_id: step.departmentId ?? null,
    public: step.public,
    text: step.text ?? '',
    data: JSON.stringify(step.data ?? {}),
  };
  await tx.insertInto('cases.step').values(row).execute();
}

export type Step = {
  id: string;
  at: Date;
  act: string;
  actor_id: string | null;
  department_id: string | null;
  public: boolean;
  text: string;
  data: Record<string, unknown>;
};

/** The timeline, oldest first; only its public steps where `publicOnly`. */
export async function listSteps(db: Db, caseId: string, publicOnly: boolean): Promise<Step[]> {
  let query = db
    .selectFrom('cases.step')
    .select(['id', 'at', 'act', 'actor_id', 'department_id', 'public', 'text', 'data'])
    .where('case_id', '=', caseId);
  if (publicOnly) query = query.where('public', '=', true);
  return (await query.orderBy('at').orderBy('id').execute()) as Step[];
}

/** Keeps the clocks of the round that is over; the figures count it as well. */
export async function keepRound(tx: Tx, row: CaseRow): Promise<void> {
  await tx
    .insertInto('cases.past_round')
    .values({
      case_id: row.id,
      round: row.round,
      opened_at: row.round_opened_at ?? row.submitted_at,
      lead_department_id: row.lead_department_id,
      dispatched_at: row.dispatched_at,
      sign_due_at: row.sign_due_at,
      signed_at: row.signed_at,
      contact_due_at: row.contact_due_at,
      contacted_at: row.contacted_at,
      due_at: row.due_at,
      answered_at: row.reviewed_at,
    })
    .execute();
}

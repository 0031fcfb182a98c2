import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CaseState } from '../cases.rules.ts';

export type PromiseRow = {
  id: string;
  case_id: string;
  department_id: string;
  text: string;
  due_on: string;
  state: 'open' | 'kept' | 'broken';
};

export async function findPromise(db: Db, id: string): Promise<PromiseRow | undefined> {
  const { rows } = await sql<PromiseRow>`select id, case_id, department_id, text, due_on::text as due_on, state
    from cases.promise where id = ${id}`.execute(db);
  return rows[0];
}

export async function lockPromise(tx: Tx, id: string): Promise<PromiseRow | undefined> {
  return (await tx
    .selectFrom('cases.promise')
    .select(['id', 'case_id', 'department_id', 'text', 'due_on', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()) as PromiseRow | undefined;
}

export async function overduePromises(
  db: Db,
  today: string,
  limit: number,
): Promise<{ id: string; case_id: string }[]> {
  return db
    .selectFrom('cases.promise')
    .select(['id', 'case_id'])
    .where('state', '=', 'open')
    .where('due_on', '<', today)
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function settlePromise(
  tx: Tx,
  id: string,
  state: 'kept' | 'broken',
  evidence: string,
  by: string | null,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('cases.promise')
    .set({ state, evidence, settled_at: at, settled_by_id: by })
    .where('id', '=', id)
    .execute();
}

/** A promise with the case it was made in. */
export type PromiseEntry = PromiseRow & {
  number: string;
  title: string;
  confidential: boolean;
  case_state: CaseState;
  made_at: Date;
  evidence: string;
  settled_at: Date | null;
};

const entry = sql`p.id, p.case_id, p.department_id, p.text, p.due_on::text as due_on, p.state, p.made_at, p.evidence, p.settled_at,
  c.number, c.title, c.confidential, c.state as case_state`;

export type PromiseKey = { dueOn: string; id: string };

/** Promises of these departments that are not kept yet, what is due first comes first. */
export async function waitingPromises(
  db: Db,
  scope: { city: boolean; ids: readonly string[] },
  after: PromiseKey | null,
  limit: number,
): Promise<PromiseEntry[]> {
  const beyond = after ? sql`and (p.due_on, p.id) > (${after.dueOn}::date, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<PromiseEntry>`
    select ${entry} from cases.promise p join cases.case c on c.id = p.case_id
    where p.state in ('open', 'broken') and (${scope.city} or p.department_id = any(${[...scope.ids]}::uuid[])) ${beyond}
    order by p.due_on, p.id limit ${limit}`.execute(db);
  return rows;
}

export async function promiseById(db: Db, id: string): Promise<PromiseEntry | undefined> {
  const { rows } = await sql<PromiseEntry>`
    select ${entry} from cases.promise p join cases.case c on c.id = p.case_id where p.id = ${id}`.execute(db);
  return rows[0];
}

export async function promisesOfCase(db: Db, caseId: string): Promise<PromiseEntry[]> {
  const { rows } = await sql<PromiseEntry>`
    select ${entry} from cases.promise p join cases.case c on c.id = p.case_id where p.case_id = ${caseId}
    order by p.due_on, p.id`.execute(db);
  return rows;
}

/** Open promises that are due by that day and not over, for reminders; keyset by id. */
export async function promisesDueBy(
  db: Db,
  from: string,
  until: string,
  after: string | null,
  limit: number,
): Promise<PromiseEntry[]> {
  const { rows } = await sql<PromiseEntry>`
    select ${entry} from cases.promise p join cases.case c on c.id = p.case_id
    where p.state = 'open' and p.due_on between ${from}::date and ${until}::date
      and (${after}::uuid is null or p.id > ${after}::uuid)
    order by p.id limit ${limit}`.execute(db);
  return rows;
}

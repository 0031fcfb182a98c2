import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { DataRequest, RequestKind, RequestOutcome } from './data-request.ts';

function requests(db: Db) {
  return db
    .selectFrom('people.data_request as r')
    .leftJoin('people.data_request_answer as a', 'a.request_id', 'r.id')
    .select([
      'r.id',
      'r.number',
      'r.account_id as accountId',
      'r.kind',
      'r.text',
      'r.received_at as receivedAt',
      'r.due_at as dueAt',
      'r.state',
      'a.outcome',
      'a.text as answer',
      'a.answered_at as answeredAt',
      'a.answered_by as answeredBy',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof requests>['execute']>>[number];

function requestOf(row: Row): DataRequest {
  return {
    ...row,
    kind: row.kind as RequestKind,
    state: row.state as DataRequest['state'],
    outcome: row.outcome as RequestOutcome | null,
    answer: row.answer ?? '',
  };
}

export async function insertRequest(
  tx: Tx,
  row: { id: string; accountId: string; kind: string; text: string; receivedAt: Date; dueAt: Date },
): Promise<number> {
  const { number } = await tx
    .insertInto('people.data_request')
    .values({
      id: row.id,
      account_id: row.accountId,
      kind: row.kind,
      text: row.text,
      received_at: row.receivedAt,
      due_at: row.dueAt,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** What somebody asked, the newest first. */
export async function requestsOf(db: Db, accountId: string): Promise<DataRequest[]> {
  const rows = await requests(db)
    .where('r.account_id', '=', accountId)
    .orderBy('r.number', 'desc')
    .limit(200)
    .execute();
  return rows.map(requestOf);
}

export async function countRequests(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('people.data_request')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Holds an account's requests together: two sent at once are counted one after the other. */
export async function lockRequestsOf(tx: Tx, accountId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`people.data_request ${accountId}`}, 0))`.execute(tx);
  const row = await tx
    .selectFrom('people.data_request')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function requestByNumber(db: Db, number: number): Promise<DataRequest | undefined> {
  const row = await requests(db).where('r.number', '=', number).executeTakeFirst();
  return row && requestOf(row);
}

export async function requestById(db: Db, id: string): Promise<DataRequest | undefined> {
  const row = await requests(db).where('r.id', '=', id).executeTakeFirst();
  return row && requestOf(row);
}

export type RequestFilter = { state: 'open' | 'answered'; before?: { dueAt: Date; number: number } | undefined };

/** Open ones by what is due first; answered ones the newest first. */
export async function listRequests(db: Db, filter: RequestFilter, limit: number): Promise<DataRequest[]> {
  const { before } = filter;
  let query = requests(db).where('r.state', '=', filter.state).limit(limit);
  if (filter.state === 'open') {
    if (before) query = query.where(sql<boolean>`(r.due_at, r.number) > (${before.dueAt}, ${before.number})`);
    query = query.orderBy('r.due_at').orderBy('r.number');
  } else {
    if (before) query = query.where('r.number', '<', before.number);
    query = query.orderBy('r.number', 'desc');
  }
  return (await query.execute()).map(requestOf);
}

/** Every request, oldest first, a batch after the given number. */
export async function requestsAfter(db: Db, number: number, limit: number): Promise<DataRequest[]> {
  const rows = await requests(db).where('r.number', '>', number).orderBy('r.number').limit(limit).execute();
  return rows.map(requestOf);
}

export async function countOpen(db: Db, now: Date): Promise<{ open: number; late: number }> {
  const { rows } = await sql<{ open: number; late: number }>`
    select count(*) as open, count(*) filter (where due_at < ${now}) as late from people.data_request where state = 'open'`.execute(
    db,
  );
  return rows[0] ?? { open: 0, late: 0 };
}

/** @returns false where it went with its account */
export async function lockRequest(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('people.data_request')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The one answer of a request; its key refuses a second. */
export async function insertAnswer(
  tx: Tx,
  row: { requestId: string; outcome: string; text: string; by: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.data_request_answer')
    .values({
      request_id: row.requestId,
      outcome: row.outcome,
      text: row.text,
      answered_by: row.by,
      answered_at: row.at,
    })
    .execute();
  await tx.updateTable('people.data_request').set({ state: 'answered' }).where('id', '=', row.requestId).execute();
}

export async function openForReminder(
  tx: Tx,
  dueBefore: Date,
): Promise<{ id: string; number: number; dueAt: Date; reminded: string }[]> {
  return tx
    .selectFrom('people.data_request')
    .select(['id', 'number', 'due_at as dueAt', 'reminded'])
    .where('state', '=', 'open')
    .where('due_at', '<', dueBefore)
    .orderBy('due_at')
    .limit(500)
    .forUpdate()
    .execute();
}

export async function setReminded(tx: Tx, id: string, light: string): Promise<void> {
  await tx.updateTable('people.data_request').set({ reminded: light }).where('id', '=', id).execute();
}

/** Two accounts of one person become one. */
export async function moveRequests(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('people.data_request').set({ account_id: to }).where('account_id', '=', from).execute();
}

/** Open ones end with the account; of answered ones the dates stay, without a word. */
export async function eraseRequests(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.data_request').where('account_id', '=', accountId).where('state', '=', 'open').execute();
  await sql`
    update people.data_request_answer set text = '' where request_id in (
      select id from people.data_request where account_id = ${accountId})`.execute(tx);
  await tx.updateTable('people.data_request').set({ text: '' }).where('account_id', '=', accountId).execute();
}

export async function sweepRequests(tx: Tx, answeredBefore: Date): Promise<void> {
  await sql`
    delete from people.data_request where id in (
      select request_id from people.data_request_answer where answered_at < ${answeredBefore})`.execute(tx);
}

/** Who of the staff opened one of somebody's requests, the newest first. */
export async function readsOfRequests(db: Db, accountId: string, limit: number): Promise<{ at: Date; by: string }[]> {
  return db
    .selectFrom('kernel.audit_entry')
    .select(['at', 'actor_name as by'])
    .where('object_type', '=', 'account')
    .where('object_id', '=', accountId)
    .where('action', '=', 'people.data_request_read')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

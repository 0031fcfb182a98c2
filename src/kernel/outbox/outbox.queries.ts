import { type Db, sql, type Tx } from '../db/index.ts';

export type EventRow = {
  id: number;
  xid: string;
  at: Date;
  type: string;
  subject: string;
  actor_id: string | null;
  payload: unknown;
};

export async function insertEvents(
  tx: Tx,
  events: { at: Date; type: string; subject: string; actor_id: string | null; payload: string }[],
): Promise<void> {
  await tx.insertInto('kernel.event').values(events).execute();
}

/** Locks the consumer's cursor; undefined while another process has it. */
export async function lockCursor(tx: Tx, consumer: string): Promise<{ xid: string; id: number } | undefined> {
  await sql`insert into kernel.event_cursor (consumer) values (${consumer}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ xid: string; id: number }>`
    select xid::text as xid, id from kernel.event_cursor where consumer = ${consumer} for update skip locked`.execute(
    tx,
  );
  return rows[0];
}

/** Events after the cursor that no transaction still running can come before. */
export async function eventsAfter(tx: Tx, cursor: { xid: string; id: number }, limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.id, e.xid::text as xid, e.at, e.type, e.subject, e.actor_id, e.payload from kernel.event e
    where (e.xid, e.id) > (${cursor.xid}::xid8, ${cursor.id}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    -- e.xid: by its bare name it would be the text above, where 1000 comes before 999
    order by e.xid, e.id limit ${limit}`.execute(tx);
  return rows;
}

export async function moveCursor(tx: Tx, consumer: string, to: { xid: string; id: number }): Promise<void> {
  await sql`update kernel.event_cursor set xid = ${to.xid}::xid8, id = ${to.id}, updated_at = now() where consumer = ${consumer}`.execute(
    tx,
  );
}

export async function savepoint(tx: Tx): Promise<void> {
  await sql`savepoint subscriber`.execute(tx);
}

export async function releaseSavepoint(tx: Tx): Promise<void> {
  await sql`release savepoint subscriber`.execute(tx);
}

export async function rollbackToSavepoint(tx: Tx): Promise<void> {
  await sql`rollback to savepoint subscriber`.execute(tx);
}

/** The next attempt comes after 1, 2, 4 ... minutes, at most 12 hours. */
export async function recordFailure(tx: Tx, subscriber: string, eventId: number, error: string): Promise<void> {
  await sql`
    insert into kernel.event_failure (subscriber, event_id, attempts, next_at, error)
    values (${subscriber}, ${eventId}, 1, now() + interval '1 minute', ${error.slice(0, 2000)})
    on conflict (subscriber, event_id) do update set attempts = event_failure.attempts + 1, error = excluded.error,
      next_at = now() + least(interval '12 hours', interval '1 minute' * power(2, event_failure.attempts))`.execute(tx);
}

export async function clearFailure(tx: Tx, subscriber: string, eventId: number): Promise<void> {
  await tx
    .deleteFrom('kernel.event_failure')
    .where('subscriber', '=', subscriber)
    .where('event_id', '=', eventId)
    .execute();
}

export async function dueFailures(tx: Tx, limit: number): Promise<(EventRow & { subscriber: string })[]> {
  const { rows } = await sql<EventRow & { subscriber: string }>`
    select f.subscriber, e.id, e.xid::text as xid, e.at, e.type, e.subject, e.actor_id, e.payload
    from kernel.event_failure f join kernel.event e on e.id = f.event_id
    where f.next_at <= now() order by f.event_id limit ${limit} for update of f skip locked`.execute(tx);
  return rows;
}

export async function sendNotice(db: Db, channel: string, payload: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${payload})`.execute(db);
}

/** How many events wait for the consumer; for metrics and tests. */
export async function backlog(db: Db, consumer: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from kernel.event e
    where (e.xid, e.id) > (coalesce((select xid from kernel.event_cursor where consumer = ${consumer}), '0'::xid8),
      coalesce((select id from kernel.event_cursor where consumer = ${consumer}), 0))`.execute(db);
  return rows[0]?.n ?? 0;
}

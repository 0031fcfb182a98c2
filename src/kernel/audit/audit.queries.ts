import { type Db, sql, type Tx } from '../db/index.ts';

export type AuditRow = {
  id: number;
  at: Date;
  actor_id: string | null;
  actor_name: string;
  action: string;
  object_type: string;
  object_id: string;
  department_id: string | null;
  details: unknown;
};

export async function insertEntry(tx: Tx, entry: Omit<AuditRow, 'id' | 'at'> & { at: Date }): Promise<void> {
  await tx
    .insertInto('kernel.audit_entry')
    .values({ ...entry, details: JSON.stringify(entry.details ?? {}) })
    .execute();
}

const chainLock = 7_203_114_002;

export async function lockChain(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    locked: boolean;
  }>`select pg_try_advisory_xact_lock(${sql.lit(chainLock)}) as locked`.execute(tx);
  return rows[0]?.locked ?? false;
}

export async function lastLink(tx: Db): Promise<{ seq: number; hash: Buffer } | undefined> {
  return tx.selectFrom('kernel.audit_link').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
}

/** Entries not chained yet whose transaction can no longer be overtaken by an earlier one. */
export async function unchainedEntries(tx: Tx, limit: number): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select e.id, e.at, e.actor_id, e.actor_name, e.action, e.object_type, e.object_id, e.department_id, e.details
    from kernel.audit_entry e
    left join kernel.audit_link l on l.entry_id = e.id
    where l.entry_id is null and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and e.id > coalesce((select entry_id from kernel.audit_link order by seq desc limit 1), 0) - 100000
    order by e.xid, e.id
    limit ${limit}`.execute(tx);
  return rows;
}

export async function insertLinks(
  tx: Tx,
  links: { seq: number; entry_id: number; previous: Buffer; hash: Buffer }[],
): Promise<void> {
  await tx.insertInto('kernel.audit_link').values(links).execute();
}

/** Links with their entries after `seq`, in order. */
export async function linksAfter(
  db: Db,
  seq: number,
  limit: number,
): Promise<(AuditRow & { seq: number; previous: Buffer; hash: Buffer })[]> {
  const { rows } = await sql<AuditRow & { seq: number; previous: Buffer; hash: Buffer }>`
    select l.seq, l.previous, l.hash, l.entry_id as id, e.at, e.actor_id, e.actor_name, e.action, e.object_type, e.object_id,
      e.department_id, e.details
    from kernel.audit_link l left join kernel.audit_entry e on e.id = l.entry_id
    where l.seq > ${seq} order by l.seq limit ${limit}`.execute(db);
  return rows;
}

export async function countUnchained(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from kernel.audit_entry e where not exists (select from kernel.audit_link l where l.entry_id = e.id)`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

export type AuditFilter = {
  actorId?: string;
  objectType?: string;
  objectId?: string;
  action?: string;
  /** only exactly this action; `action` is a beginning */
  exactAction?: string;
  from?: Date;
  /** exclusive */
  until?: Date;
  before?: number;
};

/** Ids follow time but for transactions that ran at the same moment. */
const slack = 10_000;

/** Newest first, keyset by id. */
export async function listEntries(db: Db, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  let query = db.selectFrom('kernel.audit_entry').selectAll().orderBy('id', 'desc').limit(limit);
  if (filter.actorId) query = query.where('actor_id', '=', filter.actorId);
  if (filter.objectType) query = query.where('object_type', '=', filter.objectType);
  if (filter.objectId) query = query.where('object_id', '=', filter.objectId);
  if (filter.action) query = query.where('action', 'like', `${filter.action.replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.exactAction) query = query.where('action', '=', filter.exactAction);
  // A bound by id lets the list stop where the dates end, instead of looking through everything older.
  if (filter.from) {
    const from = filter.from;
    query = query
      .where('at', '>=', from)
      .where(
        'id',
        '>=',
        sql<number>`coalesce((select id from kernel.audit_entry where at >= ${from} order by at, id limit 1) - ${sql.lit(slack)}, 0)`,
      );
  }
  if (filter.until) {
    const until = filter.until;
    query = query
      .where('at', '<', until)
      .where(
        'id',
        '<=',
        sql<number>`coalesce((select id from kernel.audit_entry where at < ${until} order by at desc, id desc limit 1) + ${sql.lit(slack)}, 0)`,
      );
  }
  if (filter.before) query = query.where('id', '<', filter.before);
  return (await query.execute()) as unknown as AuditRow[];
}

/** Every action that stands in the log, by skipping from one to the next in the index. */
export async function knownActions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive found as (
      (select action from kernel.audit_entry order by action limit 1)
      union all
      select (select e.action from kernel.audit_entry e where e.action > f.action order by e.action limit 1)
      from found f where f.action is not null
    ) select action from found where action is not null`.execute(db);
  return rows.map((row) => row.action);
}

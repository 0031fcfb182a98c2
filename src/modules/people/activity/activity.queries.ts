import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Activity, ActivityKind } from './declare-activity.ts';

/** Records what members did; the same source again replaces what was recorded. Accounts that are no member are left out. */
export async function keepActivities(tx: Tx, activities: readonly Activity[]): Promise<number> {
  const members = await membersAmong(
    tx,
    activities.map(({ accountId }) => accountId),
  );
  const rows = activities.filter(({ accountId }) => members.has(accountId));
  if (rows.length === 0) return 0;
  await tx
    .insertInto('people.activity')
    .values(
      rows.map((row) => ({
        id: newId(),
        account_id: row.accountId,
        kind: row.kind,
        title: row.title.slice(0, 200),
        at: row.at,
        hours: row.hours && row.hours > 0 ? Math.min(row.hours, 9999).toFixed(2) : null,
        source: row.source,
        source_id: row.sourceId,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['source', 'source_id', 'account_id']).doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        title: eb.ref('excluded.title'),
        at: eb.ref('excluded.at'),
        hours: eb.ref('excluded.hours'),
      })),
    )
    .execute();
  return rows.length;
}

async function membersAmong(db: Db, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('people.membership')
    .select('account_id')
    .where('account_id', 'in', [...new Set(accountIds)])
    .where('state', '<>', 'ended')
    .execute();
  return new Set(rows.map((row) => row.account_id));
}

/** Takes back what was recorded from a source; of one person only, where one is given. */
export async function forgetActivities(tx: Tx, source: string, sourceId: string, accountId?: string): Promise<number> {
  let query = tx.deleteFrom('people.activity').where('source', '=', source).where('source_id', '=', sourceId);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

export type ActivityRow = { id: string; kind: ActivityKind; title: string; at: Date; hours: number | null };
export type ActivityKey = { at: Date; id: string };

/** One person's record, the newest first, a page after `after`. */
export async function activitiesOf(
  db: Db,
  accountId: string,
  after: ActivityKey | null,
  limit: number,
): Promise<ActivityRow[]> {
  let query = db
    .selectFrom('people.activity')
    .select(['id', 'kind', 'title', 'at', 'hours'])
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (after) query = query.where(sql<boolean>`(at, id) < (${after.at}, ${after.id}::uuid)`);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as ActivityKind,
    hours: row.hours === null ? null : Number(row.hours),
  }));
}

/** How much stands in somebody's record, by year: for themself and their certificate alone. */
export async function sumsOf(
  db: Db,
  accountId: string,
  zone: string,
): Promise<{ year: number; count: number; hours: number }[]> {
  const { rows } = await sql<{ year: number; count: number; hours: number }>`
    select extract(year from at at time zone ${zone})::int as year, count(*)::int as count,
      coalesce(sum(hours), 0)::float8 as hours
    from people.activity where account_id = ${accountId} group by 1 order by 1 desc`.execute(db);
  return rows;
}

export async function countActivities(db: Db, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('people.activity')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function eraseActivities(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.activity').where('account_id', '=', accountId).execute();
}

import type { Db } from '../../../kernel/db/index.ts';

/** Names of accounts as they are now; of one that was erased a dash. */
export async function accountNames(
  db: Db,
  ids: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))];
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('people.account').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Number of a membership, also of one that has ended: the newest of each account. */
export async function memberNumbers(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('people.membership')
    .select(['account_id', 'number'])
    .where('account_id', 'in', [...new Set(ids)])
    .orderBy('since')
    .orderBy('number')
    .execute();
  return new Map(rows.map((row) => [row.account_id, row.number]));
}

/** Whose number it is, or was. */
export async function memberIdOfNumber(db: Db, number: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.membership')
    .select('account_id')
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.account_id;
}

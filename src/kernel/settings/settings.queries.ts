import { type Db, sql, type Tx } from '../db/index.ts';

export async function allSettings(db: Db): Promise<{ key: string; value: unknown }[]> {
  return db.selectFrom('kernel.setting').select(['key', 'value']).execute();
}

export async function upsertSetting(tx: Tx, key: string, value: string, at: Date, by: string | null): Promise<void> {
  await sql`
    insert into kernel.setting (key, value, updated_at, updated_by) values (${key}, ${value}::jsonb, ${at}, ${by})
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
    tx,
  );
}

/** The value as it stands now; other edits of the same group wait until the transaction ends. */
export async function lockSetting(tx: Tx, key: string): Promise<unknown> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`setting ${key}`}, 0))`.execute(tx);
  const row = await tx.selectFrom('kernel.setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

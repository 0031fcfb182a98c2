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

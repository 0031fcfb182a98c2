import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../../kernel/i18n/index.ts';

export type Ground = { code: string; name: LocalisedText; lawfulWay: LocalisedText; active: boolean };

export async function allGrounds(db: Db): Promise<Ground[]> {
  const rows = await db.selectFrom('cases.ground').selectAll().orderBy('sort').orderBy('code').execute();
  return rows.map((row) => ({
    code: row.code,
    name: row.name as LocalisedText,
    lawfulWay: row.lawful_way as LocalisedText,
    active: row.active,
  }));
}

export async function lockGrounds(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(7_203_114_022)})`.execute(tx);
}

export async function writeGround(tx: Tx, ground: Ground): Promise<void> {
  await sql`
    insert into cases.ground (code, name, lawful_way, active, sort)
    values (${ground.code}, ${JSON.stringify(ground.name)}::jsonb, ${JSON.stringify(ground.lawfulWay)}::jsonb, ${ground.active},
      (select coalesce(max(sort), 0) + 1 from cases.ground))
    on conflict (code) do update set name = excluded.name, lawful_way = excluded.lawful_way, active = excluded.active`.execute(
    tx,
  );
}

import { newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../../kernel/i18n/index.ts';

export type DistrictValues = {
  code: string;
  name: LocalisedText;
  lon: number | null;
  lat: number | null;
  streets: string[];
};

const columnsOf = ({ code, name, lon, lat, streets }: DistrictValues) => ({
  code,
  name: JSON.stringify(name),
  lon,
  lat,
  streets,
});

export async function addDistrict(tx: Tx, values: DistrictValues): Promise<string> {
  const id = newId();
  const { rows } = await sql<{ n: number }>`select coalesce(max(sort), 0) + 1 as n from people.district`.execute(tx);
  await tx
    .insertInto('people.district')
    .values({ id, ...columnsOf(values), sort: rows[0]?.n ?? 1 })
    .execute();
  return id;
}

export async function lockDistrict(tx: Tx, id: string): Promise<DistrictValues | undefined> {
  const row = await tx.selectFrom('people.district').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && { code: row.code, name: row.name as LocalisedText, lon: row.lon, lat: row.lat, streets: row.streets };
}

export async function replaceDistrict(tx: Tx, id: string, values: DistrictValues): Promise<void> {
  await tx.updateTable('people.district').set(columnsOf(values)).where('id', '=', id).execute();
}

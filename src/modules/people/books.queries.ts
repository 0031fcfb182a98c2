import type { Db } from '../../kernel/db/index.ts';
import type { LocalisedText } from '../../kernel/i18n/index.ts';

export type Department = {
  id: string;
  code: string;
  parentId: string | null;
  name: LocalisedText;
  shortName: LocalisedText;
  kind: 'office' | 'bureau' | 'district' | 'street' | 'utility' | 'hotline';
  phone: string;
  districtId: string | null;
  active: boolean;
  /** the department that it went into; it stays closed then */
  mergedInto: string | null;
};

export type District = {
  id: string;
  code: string;
  name: LocalisedText;
  lon: number | null;
  lat: number | null;
  streets: string[];
};

export async function allDepartments(db: Db): Promise<Department[]> {
  const rows = await db.selectFrom('people.department').selectAll().orderBy('sort').orderBy('code').execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    parentId: row.parent_id,
    name: row.name as LocalisedText,
    shortName: row.short_name as LocalisedText,
    kind: row.kind as Department['kind'],
    phone: row.phone,
    districtId: row.district_id,
    active: row.active,
    mergedInto: row.merged_into,
  }));
}

export async function allDistricts(db: Db): Promise<District[]> {
  const rows = await db.selectFrom('people.district').selectAll().orderBy('sort').orderBy('code').execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name as LocalisedText,
    lon: row.lon,
    lat: row.lat,
    streets: row.streets,
  }));
}

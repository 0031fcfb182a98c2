import type { Db } from '../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../kernel/i18n/index.ts';

/** A lawful ground for declining, and the way that is open instead. */
export type Ground = { code: string; name: LocalisedText; lawfulWay: LocalisedText };

export async function activeGrounds(db: Db): Promise<Ground[]> {
  const rows = await db
    .selectFrom('cases.ground')
    .select(['code', 'name', 'lawful_way'])
    .where('active', '=', true)
    .orderBy('sort')
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    name: row.name as LocalisedText,
    lawfulWay: row.lawful_way as LocalisedText,
  }));
}

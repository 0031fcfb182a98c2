import type { Db } from '../../kernel/db/index.ts';
import type { LocalisedText } from '../../kernel/i18n/index.ts';
import type { LimitKind } from './cases.rules.ts';

export type Category = {
  id: string;
  code: string;
  parentId: string | null;
  level: number;
  name: LocalisedText;
  departmentId: string | null;
  coHandlerIds: string[];
  limitKind: LimitKind | null;
  active: boolean;
};

export async function allCategories(db: Db): Promise<Category[]> {
  const rows = await db.selectFrom('cases.category').selectAll().orderBy('sort').orderBy('code').execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    parentId: row.parent_id,
    level: row.level,
    name: row.name as LocalisedText,
    departmentId: row.department_id,
    coHandlerIds: row.co_handler_ids,
    limitKind: row.limit_kind as LimitKind | null,
    active: row.active,
  }));
}

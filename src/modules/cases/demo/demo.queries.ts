import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../kernel/i18n/index.ts';

export async function anyCategory(db: Db): Promise<boolean> {
  return (await db.selectFrom('cases.category').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export type CategoryRow = {
  code: string;
  parentId: string | null;
  level: number;
  name: LocalisedText;
  departmentId: string | null;
  coHandlerIds: string[];
  limitKind: string | null;
  sort: number;
};

export async function insertCategory(tx: Tx, row: CategoryRow): Promise<string> {
  const id = newId();
  await tx
    .insertInto('cases.category')
    .values({
      id,
      code: row.code,
      parent_id: row.parentId,
      level: row.level,
      name: JSON.stringify(row.name),
      department_id: row.departmentId,
      co_handler_ids: row.coHandlerIds,
      limit_kind: row.limitKind,
      sort: row.sort,
    })
    .execute();
  return id;
}

export async function insertGround(
  tx: Tx,
  row: { code: string; name: LocalisedText; lawfulWay: LocalisedText; sort: number },
): Promise<void> {
  await tx
    .insertInto('cases.ground')
    .values({
      code: row.code,
      name: JSON.stringify(row.name),
      lawful_way: JSON.stringify(row.lawfulWay),
      sort: row.sort,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function insertTemplate(
  tx: Tx,
  row: { departmentId: string | null; title: string; body: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('cases.template')
    .values({ id: newId(), department_id: row.departmentId, title: row.title, body: row.body, updated_at: row.at })
    .execute();
}

/** Version of the draft being written; 0 for none. */
export async function replyVersion(db: Db, caseId: string): Promise<number> {
  const row = await db
    .selectFrom('cases.reply')
    .select('version')
    .where('case_id', '=', caseId)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function promiseIds(db: Db, caseId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.promise')
    .select('id')
    .where('case_id', '=', caseId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** How many cases stand in each state. */
export async function statesOf(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('cases.case')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

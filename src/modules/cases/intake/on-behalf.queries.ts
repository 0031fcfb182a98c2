import type { Db } from '../../../kernel/db/index.ts';
import type { CaseState } from '../cases.rules.ts';

/** How a case stands, for another module that gave it to the mailbox. */
export type CaseStanding = {
  id: string;
  number: string;
  state: CaseState;
  leadDepartmentId: string | null;
  dueAt: Date | null;
};

const columns = ['id', 'number', 'state', 'lead_department_id as leadDepartmentId', 'due_at as dueAt'] as const;

export async function caseStandings(db: Db, ids: readonly string[]): Promise<CaseStanding[]> {
  if (ids.length === 0) return [];
  return (await db
    .selectFrom('cases.case')
    .select(columns)
    .where('id', 'in', [...ids])
    .execute()) as CaseStanding[];
}

/** Cases of a module that were put together with this one, and go the way that it goes. */
export async function casesMergedInto(db: Db, intoId: string, source: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.case')
    .select('id')
    .where('merged_into_id', '=', intoId)
    .where('source', '=', source)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function caseOfSource(db: Db, source: string, ref: string): Promise<CaseStanding | undefined> {
  return (await db
    .selectFrom('cases.case')
    .select(columns)
    .where('source', '=', source)
    .where('source_ref', '=', ref)
    .executeTakeFirst()) as CaseStanding | undefined;
}

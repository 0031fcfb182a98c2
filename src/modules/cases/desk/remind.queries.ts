import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Kind } from '../cases.rules.ts';

export type DueCase = {
  id: string;
  number: string;
  kind: Kind;
  state: CaseState;
  round: number;
  due_at: Date;
  lead_department_id: string;
};

/** Cases that departments have to answer between two moments, in the order of their dates; keyset by (due_at, id). */
export async function casesDueBetween(
  db: Db,
  from: Date,
  until: Date,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<DueCase[]> {
  const beyond = after ? sql`and (due_at, id) > (${after.at}, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<DueCase>`
    select id, number, kind, state, round, due_at, lead_department_id from cases.case
    where closed_at is null and due_at is not null and due_at >= ${from} and due_at <= ${until}
      and state in ('dispatched', 'signed', 'in_progress', 'sent_back', 'replied') and lead_department_id is not null ${beyond}
    order by due_at, id limit ${limit}`.execute(db);
  return rows;
}

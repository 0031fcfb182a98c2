import { type Db, sql } from '../../../kernel/db/index.ts';
import type { QueueRow } from './queues.queries.ts';

export const supervisionLists = ['overdue', 'unsigned', 'standing', 'unsolved'] as const;
export type SupervisionList = (typeof supervisionLists)[number];

const columns = sql`c.id, c.number, c.title, c.kind, c.channel, c.state, c.urgent, c.district_id, c.lead_department_id,
  c.submitted_at, c.accepted_at, c.sign_due_at, c.due_at, c.replied_at, c.reviewed_at,
  case when c.urgent then 0 else 1 end as rank, c.submitted_at as at`;

function condition(list: SupervisionList, now: Date) {
  switch (list) {
    case 'overdue':
      return sql`c.closed_at is null and c.due_at < ${now} and c.state in ('dispatched', 'signed', 'in_progress', 'sent_back', 'return_requested', 'replied')`;
    case 'unsigned':
      return sql`c.state = 'dispatched' and c.sign_due_at < ${now}`;
    case 'standing':
      return sql`c.supervised`;
    case 'unsolved':
      return sql`c.state = 'rated'`;
  }
}

/**
 * Cases that want a supervisor's eye, longest due first.
 * @param departmentIds of these departments alone; null: of the whole city
 */
export async function supervisionRows(
  db: Db,
  list: SupervisionList,
  { now, departmentIds, limit }: { now: Date; departmentIds: readonly string[] | null; limit: number },
): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select ${columns} from cases.case c
    where ${condition(list, now)}
      and (${departmentIds === null} or c.lead_department_id = any(${departmentIds ?? []}::uuid[]))
    order by c.due_at nulls last, c.id limit ${limit}`.execute(db);
  return rows;
}

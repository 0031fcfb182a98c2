import { type Db, sql } from '../../../kernel/db/index.ts';
import type { Scope } from './mine.ts';

/** `mine`: it can be opened at this desk; else only its public page. A letter that was answered comes with the words of its last published reply; null where it has none. */
export type ReadableCase = { id: string; reply: string | null; replyDepartmentId: string | null; mine: boolean };

/**
 * Which of these cases somebody at this desk may look at: what is public, and what their departments have or help with.
 */
export async function readableOf(db: Db, ids: readonly string[], scope: Scope): Promise<Map<string, ReadableCase>> {
  if (ids.length === 0) return new Map();
  const mine = sql`(${scope.city} or c.lead_department_id = any(${[...scope.ids]}::uuid[])
      or exists (select 1 from cases.co_handler h where h.case_id = c.id and h.department_id = any(${[...scope.ids]}::uuid[])))`;
  const { rows } = await sql<ReadableCase>`
    select c.id, r.text as reply, r.department_id as "replyDepartmentId", ${mine} as mine
    from cases.case c
    left join lateral (select text, department_id from cases.reply
      where case_id = c.id and state = 'published' order by published_at desc limit 1) r on true
    where c.id = any(${[...ids]}::uuid[])
      and ((not c.confidential and not c.hidden and c.accepted_at is not null and c.state <> 'withdrawn') or ${mine})`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

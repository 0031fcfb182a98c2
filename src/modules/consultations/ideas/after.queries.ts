import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';

/** Takes title, place and photos from an idea that its author took back. @returns the files that nothing refers to now */
export async function emptyIdea(tx: Tx, id: string): Promise<string[]> {
  await sql`update consultations.idea set title = '——', place = '', lon = null, lat = null, search = ''::tsvector
    where contribution_id = ${id}
      and exists (select from consultations.contribution n where n.id = ${id} and n.state = 'withdrawn')`.execute(tx);
  const { rows } = await sql<{ id: string }>`delete from consultations.idea_photo p
    using consultations.contribution n where p.contribution_id = ${id} and n.id = ${id} and n.state = 'withdrawn'
    returning p.file_id as id`.execute(tx);
  return rows.map(({ id: fileId }) => fileId);
}

/** Hidden while it was part of another idea and shown again: it is part of it still. */
export async function mergedAgain(tx: Tx, id: string): Promise<void> {
  await sql`update consultations.contribution n set state = 'merged' from consultations.idea i
    where n.id = ${id} and i.contribution_id = n.id and n.state = 'visible' and i.merged_into is not null`.execute(tx);
}

/** Its author, and authors of what went into it. */
export async function authorsOf(db: Db, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct n.account_id as id from consultations.contribution n
    join consultations.idea i on i.contribution_id = n.id
    where (n.id = ${id} or i.merged_into = ${id}) and n.account_id is not null
      and n.state in ('visible', 'merged')`.execute(db);
  return rows.map((row) => row.id);
}

/** Who supports it, a batch at a time by account. */
export async function supportersOf(db: Db, id: string, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select account_id as id from consultations.support
    where contribution_id = ${id} and account_id > ${after} order by account_id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

export type Late = { id: string; number: number; title: string; what: 'answer' | 'deed'; day: LocalDate } & {
  slug: string;
  call: string;
  departmentId: string;
  handlerId: string | null;
};

/** Promises whose day is over and of which nobody was reminded yet. */
export async function latePromises(db: Db, today: LocalDate, limit: number): Promise<Late[]> {
  const { rows } = await sql<Late>`select n.id, n.number, i.title, c.slug, c.title as call,
      case when i.stage = 'examined' then 'answer' else 'deed' end as what,
      to_char(case when i.stage = 'examined' then i.answer_by else i.done_by end, 'YYYY-MM-DD') as day,
      coalesce(i.department_id, c.department_id) as "departmentId", i.handler_id as "handlerId"
    from consultations.idea i join consultations.contribution n on n.id = i.contribution_id and n.state = 'visible'
    join consultations.consultation c on c.id = n.consultation_id and c.state in ('open', 'answered')
    where ((i.stage = 'examined' and i.answer_by < ${today}::date and i.reminded_for is distinct from i.answer_by)
      or (i.stage = 'answered' and i.done_by < ${today}::date and i.reminded_for is distinct from i.done_by))
    order by n.id limit ${limit}`.execute(db);
  return rows;
}

/** @returns false where somebody else reminded of it before */
export async function noteReminder(tx: Tx, id: string, day: LocalDate): Promise<boolean> {
  const { numAffectedRows } = await sql`update consultations.idea set reminded_for = ${day}
    where contribution_id = ${id} and reminded_for is distinct from ${day}::date`.execute(tx);
  return numAffectedRows === 1n;
}

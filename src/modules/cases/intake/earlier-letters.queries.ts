import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Kind } from '../cases.rules.ts';

export type EarlierLetter = {
  id: string;
  number: string;
  title: string;
  kind: Kind;
  state: CaseState;
  submittedAt: Date;
  name: string;
  confidential: boolean;
};

/** Letters that came with one of these ways to write a telephone number, newest first. */
export async function lettersOfPhone(db: Db, phones: readonly string[], limit: number): Promise<EarlierLetter[]> {
  const { rows } = await sql<EarlierLetter>`
    select c.id, c.number, c.title, c.kind, c.state, c.submitted_at as "submittedAt", a.name, c.confidential
    from cases.author a join cases.case c on c.id = a.case_id
    where a.phone = any(${phones}) and a.phone <> ''
    order by c.submitted_at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

export type FoundLetter = { number: string; title: string; kind: Kind; state: CaseState; submittedAt: Date };

/** Letters that hold every word of a query, newest first. */
export async function lettersHolding(db: Db, tsquery: string, limit: number): Promise<FoundLetter[]> {
  const { rows } = await sql<FoundLetter>`
    select number, title, kind, state, submitted_at as "submittedAt" from cases.case
    where search @@ to_tsquery('simple', ${tsquery}) order by submitted_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** The case that a forum post became. */
export async function forumCase(db: Db, url: string): Promise<{ id: string; number: string } | undefined> {
  return db
    .selectFrom('cases.forum_source as f')
    .innerJoin('cases.case as c', 'c.id', 'f.case_id')
    .select(['c.id', 'c.number'])
    .where('f.url', '=', url)
    .executeTakeFirst();
}

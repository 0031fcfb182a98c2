import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Kind } from '../cases.rules.ts';
import { publicOnly } from '../public/list.queries.ts';

export type MyCase = {
  id: string;
  number: string;
  kind: Kind;
  state: CaseState;
  stateBefore: CaseState | null;
  title: string;
  submittedAt: Date;
  dueAt: Date | null;
  confidential: boolean;
  hidden: boolean;
  solved: boolean | null;
  /** the office asked and has no answer yet */
  asked: boolean;
};

const shown =
  sql.raw(`c.id, c.number, c.kind, c.state, c.state_before as "stateBefore", c.title, c.submitted_at as "submittedAt",
  c.due_at as "dueAt", c.confidential, c.hidden,
  (select r.solved from cases.rating r where r.case_id = c.id order by r.round desc limit 1) as solved`);

/** Letters that an account wrote, newest first, behind the cursor. */
export async function writtenBy(
  db: Db,
  accountId: string,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<MyCase[]> {
  const behind = after ? sql`and (c.submitted_at, c.id) < (${after.at}, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<MyCase>`
    select ${shown}, exists (select from cases.message q where q.case_id = c.id and q.direction = 'question'
      and not exists (select from cases.message a where a.case_id = c.id and a.answers_id = q.id)) as asked
    from cases.author a join cases.case c on c.id = a.case_id
    where a.account_id = ${accountId} ${behind} order by c.submitted_at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Public letters that an account follows, the latest followed first; at most `limit`. */
export async function followedBy(db: Db, accountId: string, limit: number): Promise<MyCase[]> {
  const { rows } = await sql<MyCase>`
    select ${shown}, false as asked from cases.follower f join cases.case c on c.id = f.case_id
    where f.account_id = ${accountId} and ${publicOnly} order by f.at desc, c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** How an account stands to a case. */
export async function standingOf(
  db: Db,
  caseId: string,
  accountId: string,
): Promise<{ follows: boolean; wrote: boolean }> {
  const { rows } = await sql<{ follows: boolean; wrote: boolean }>`
    select exists (select from cases.follower where case_id = ${caseId} and account_id = ${accountId}) as follows,
      exists (select from cases.author where case_id = ${caseId} and account_id = ${accountId}) as wrote`.execute(db);
  return rows[0] ?? { follows: false, wrote: false };
}

/** Whether its author asked for it to be taken up again before. */
export async function reopenedByAuthor(db: Db, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from cases.reopening where case_id = ${caseId} and why = 'author') as there`.execute(db);
  return rows[0]?.there ?? false;
}

/** Whether letters were merged into a case. */
export async function hasMerged(db: Db, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from cases.case where merged_into_id = ${caseId}) as there`.execute(db);
  return rows[0]?.there ?? false;
}

export async function questionWaiting(db: Db, caseId: string): Promise<string | null> {
  const { rows } = await sql<{ text: string }>`
    select q.text from cases.message q where q.case_id = ${caseId} and q.direction = 'question'
      and not exists (select from cases.message a where a.case_id = ${caseId} and a.answers_id = q.id)
    order by q.at desc limit 1`.execute(db);
  return rows[0]?.text ?? null;
}

export type FileUse = {
  caseId: string;
  of: string;
  public: boolean;
};

/** Which case a file lies with, and as what. */
export async function useOfFile(db: Db, fileId: string): Promise<FileUse | undefined> {
  return db
    .selectFrom('cases.attachment')
    .select(['case_id as caseId', 'of', 'public'])
    .where('file_id', '=', fileId)
    .executeTakeFirst();
}

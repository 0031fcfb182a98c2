import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Texts } from './feedback.rules.ts';

export type Round = { year: number; dueOn: LocalDate };

export async function rounds(db: Db): Promise<Round[]> {
  return db
    .selectFrom('liaison.feedback_round')
    .select(['year', 'due_on as dueOn'])
    .orderBy('year', 'desc')
    .limit(50)
    .execute();
}

export async function insertRound(tx: Tx, given: Round & { by: string | null; at: Date }): Promise<void> {
  await tx
    .insertInto('liaison.feedback_round')
    .values({ year: given.year, due_on: given.dueOn, opened_by: given.by, opened_at: given.at })
    .execute();
}

export async function moveRound(tx: Tx, year: number, dueOn: LocalDate): Promise<void> {
  await tx.updateTable('liaison.feedback_round').set({ due_on: dueOn }).where('year', '=', year).execute();
}

export async function insertReport(tx: Tx, year: number, departmentId: string): Promise<void> {
  await tx
    .insertInto('liaison.feedback_report')
    .values({ id: newId(), year, department_id: departmentId, state: 'draft' })
    .onConflict((conflict) => conflict.columns(['year', 'department_id']).doNothing())
    .execute();
}

export type ReportRow = {
  id: string;
  year: number;
  departmentId: string;
  state: 'draft' | 'signed' | 'sent';
  revision: number;
  texts: Texts;
  /** as they stood when it was signed; null while it is a draft */
  figures: unknown;
  sentAt: Date | null;
  signedBy: string | null;
  signedAt: Date | null;
  dueOn: LocalDate;
};

const columns = sql`r.id, r.year, r.department_id as "departmentId", r.state, r.revision,
  jsonb_build_object('summary', r.summary, 'progress', r.progress, 'problems', r.problems, 'plans', r.plans, 'examples', r.examples) as texts,
  r.figures, r.sent_at as "sentAt", s.by_name as "signedBy", s.at as "signedAt", o.due_on as "dueOn"`;
const from = sql`liaison.feedback_report r join liaison.feedback_round o on o.year = r.year
  left join liaison.feedback_signature s on s.report_id = r.id`;

export async function findReport(db: Db, year: number, departmentId: string): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`select ${columns} from ${from}
    where r.year = ${year} and r.department_id = ${departmentId}`.execute(db);
  return rows[0];
}

export async function lockReport(tx: Tx, year: number, departmentId: string): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`select ${columns} from ${from}
    where r.year = ${year} and r.department_id = ${departmentId} for update of r`.execute(tx);
  return rows[0];
}

/** Reports of a year, of all departments or of some. */
export async function reportsOf(db: Db, year: number, departmentIds: readonly string[] | null): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`select ${columns} from ${from}
    where r.year = ${year} and (${departmentIds === null} or r.department_id = any(${[...(departmentIds ?? [])]}::uuid[]))
    order by r.id`.execute(db);
  return rows;
}

/** The primary key refuses a second wording of the same number. */
export async function saveTexts(
  tx: Tx,
  given: { reportId: string; revision: number; texts: Texts; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.feedback_revision')
    .values({
      report_id: given.reportId,
      revision: given.revision,
      texts: JSON.stringify(given.texts),
      by: given.by,
      at: given.at,
    })
    .execute();
  await tx
    .updateTable('liaison.feedback_report')
    .set({ ...given.texts, revision: given.revision })
    .where('id', '=', given.reportId)
    .execute();
}

export type Revision = { revision: number; by: string | null; at: Date; texts: Texts };
export async function revisionsOf(db: Db, reportId: string): Promise<Revision[]> {
  const { rows } = await sql<Revision>`select revision, by, at, texts from liaison.feedback_revision
    where report_id = ${reportId} order by revision desc limit 50`.execute(db);
  return rows;
}

/** Everybody who wrote in it. */
export async function writersOf(db: Db, reportId: string): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('liaison.feedback_revision')
    .select('by')
    .distinct()
    .where('report_id', '=', reportId)
    .execute();
  return rows.map((row) => row.by);
}

export async function signReportRow(
  tx: Tx,
  given: { reportId: string; revision: number; figures: unknown; by: string; byName: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('liaison.feedback_signature')
    .values({ report_id: given.reportId, revision: given.revision, by: given.by, by_name: given.byName, at: given.at })
    .execute();
  await tx
    .updateTable('liaison.feedback_report')
    .set({ state: 'signed', figures: JSON.stringify(given.figures) })
    .where('id', '=', given.reportId)
    .execute();
}

export async function dropSignature(tx: Tx, reportId: string): Promise<void> {
  await tx.deleteFrom('liaison.feedback_signature').where('report_id', '=', reportId).execute();
  await tx
    .updateTable('liaison.feedback_report')
    .set({ state: 'draft', figures: null })
    .where('id', '=', reportId)
    .execute();
}

export async function markSent(tx: Tx, reportId: string, by: string | null, at: Date): Promise<void> {
  await tx
    .updateTable('liaison.feedback_report')
    .set({ state: 'sent', sent_by: by, sent_at: at })
    .where('id', '=', reportId)
    .execute();
}

/** Reports that were not sent, of rounds that are due by a day, for reminders. */
export async function reportsWaiting(db: Db, until: LocalDate): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`select ${columns} from ${from}
    where r.state <> 'sent' and o.due_on <= ${until}::date order by r.year, r.id limit 2000`.execute(db);
  return rows;
}

export async function countUnsent(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from liaison.feedback_report
    where department_id = ${departmentId} and state <> 'sent'`.execute(db);
  return rows[0]?.n ?? 0;
}

/** A report that was not sent goes on in the other department, unless that one has its own of the year. */
export async function moveReports(tx: Tx, fromId: string, to: string): Promise<void> {
  await sql`update liaison.feedback_report r set department_id = ${to} where r.department_id = ${fromId} and r.state = 'draft'
    and not exists (select from liaison.feedback_report o where o.year = r.year and o.department_id = ${to})`.execute(
    tx,
  );
}

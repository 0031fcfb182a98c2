import { type Db, isDuplicate, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import './moderation.errors.ts';

export type ReportOutcome = 'hidden' | 'kept' | 'gone';

/** What somebody said against a contribution, as a moderator reads it: not who said it. */
export type Report = { id: string; ruleNumber: string; reason: string; at: Date };

/** @throws AppError consultations.moderation.reported_already */
export async function insertReport(
  tx: Tx,
  given: {
    consultationId: string;
    contributionId: string;
    accountId: string;
    ruleNumber: string;
    reason: string;
    at: Date;
  },
): Promise<void> {
  try {
    await sql`insert into consultations.report (id, consultation_id, contribution_id, account_id, rule_number, reason, at)
      values (${newId()}, ${given.consultationId}, ${given.contributionId}, ${given.accountId}, ${given.ruleNumber},
        ${given.reason}, ${given.at})`.execute(tx);
  } catch (error) {
    if (isDuplicate(error, 'report_open_once_idx')) fail('consultations.moderation.reported_already');
    throw error;
  }
}

/** Reports that nobody has looked at, the oldest first. */
export async function openReports(db: Db, contributionId: string, limit: number): Promise<Report[]> {
  const { rows } = await sql<Report>`select id, rule_number as "ruleNumber", reason, at from consultations.report
    where contribution_id = ${contributionId} and settled_at is null order by at, id limit ${limit}`.execute(db);
  return rows;
}

/** @returns how many were open */
export async function settleReports(
  tx: Tx,
  contributionId: string,
  given: { outcome: ReportOutcome; answer: string; by: string | null; at: Date },
): Promise<number> {
  const { numAffectedRows } =
    await sql`update consultations.report set outcome = ${given.outcome}, answer = ${given.answer},
      settled_at = ${given.at}, settled_by = ${given.by}
    where contribution_id = ${contributionId} and settled_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Who reported it and what came of it, of those that were settled at one moment. */
export async function settledReports(
  db: Db,
  contributionId: string,
  at: Date,
): Promise<{ id: string; accountId: string; outcome: ReportOutcome; answer: string }[]> {
  const { rows } = await sql<{ id: string; accountId: string; outcome: ReportOutcome; answer: string }>`
    select id, account_id as "accountId", outcome, answer from consultations.report
    where contribution_id = ${contributionId} and settled_at = ${at} and account_id is not null order by id`.execute(
    db,
  );
  return rows;
}

import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Outcome } from './ideas.rules.ts';

export type IdeaAnswer = {
  id: string;
  departmentId: string;
  outcome: Outcome;
  text: string;
  doneBy: LocalDate | null;
  writtenBy: string | null;
  writtenAt: Date;
  publishedAt: Date | null;
  version: number;
};

const columns = sql`a.id, a.department_id as "departmentId", a.outcome, a.text,
  to_char(a.done_by, 'YYYY-MM-DD') as "doneBy", a.written_by as "writtenBy", a.written_at as "writtenAt",
  a.published_at as "publishedAt", a.version`;

/** What is published, the first first; the last one holds. */
export async function answersOf(db: Db, contributionId: string): Promise<IdeaAnswer[]> {
  const { rows } = await sql<IdeaAnswer>`select ${columns} from consultations.idea_answer a
    where a.contribution_id = ${contributionId} and a.published_at is not null order by a.published_at, a.id`.execute(
    db,
  );
  return rows;
}

/** The answer that is being written. */
export async function draftOf(db: Db, contributionId: string): Promise<IdeaAnswer | undefined> {
  const { rows } = await sql<IdeaAnswer>`select ${columns} from consultations.idea_answer a
    where a.contribution_id = ${contributionId} and a.published_at is null`.execute(db);
  return rows[0];
}

/** @returns false where it was changed since `version` was read; 0: none was there */
export async function saveDraft(
  tx: Tx,
  contributionId: string,
  given: Pick<IdeaAnswer, 'departmentId' | 'outcome' | 'text' | 'doneBy' | 'writtenBy'> & { at: Date; version: number },
): Promise<boolean> {
  const { numAffectedRows } =
    given.version === 0
      ? await sql`insert into consultations.idea_answer (id, contribution_id, department_id, outcome, text, done_by, written_by,
          written_at)
        values (${newId()}, ${contributionId}, ${given.departmentId}, ${given.outcome}, ${given.text}, ${given.doneBy},
          ${given.writtenBy}, ${given.at})
        on conflict (contribution_id) where published_at is null do nothing`.execute(tx)
      : await sql`update consultations.idea_answer set department_id = ${given.departmentId}, outcome = ${given.outcome},
          text = ${given.text}, done_by = ${given.doneBy}, written_by = ${given.writtenBy}, written_at = ${given.at},
          version = version + 1
        where contribution_id = ${contributionId} and published_at is null and version = ${given.version}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Publishes the draft in the name of the office that has the idea now. @returns it; undefined where there is none, or another than the one that was read */
export async function publishDraft(
  tx: Tx,
  contributionId: string,
  { version, departmentId, by, at }: { version: number; departmentId: string; by: string | null; at: Date },
): Promise<IdeaAnswer | undefined> {
  const { rows } =
    await sql<IdeaAnswer>`update consultations.idea_answer a set published_at = ${at}, published_by = ${by},
      department_id = ${departmentId}
    where a.contribution_id = ${contributionId} and a.published_at is null and a.version = ${version}
    returning ${columns}`.execute(tx);
  return rows[0];
}

/** Days by which an answer was promised, one after the other, as the record has them. */
export async function answerDaysOf(db: Db, contributionId: string): Promise<{ at: Date; day: LocalDate }[]> {
  const { rows } = await sql<{
    at: Date;
    day: LocalDate;
  }>`select at, details->>'answerBy' as day from consultations.step
    where subject_id = ${contributionId} and act = 'examine_idea' order by at, id`.execute(db);
  return rows;
}

export type FollowUp = {
  id: string;
  departmentId: string;
  text: string;
  at: Date;
  finished: boolean;
  doneBy: LocalDate | null;
  evidence: { fileId: string; name: string; width: number | null }[];
};

export async function insertFollowUp(
  tx: Tx,
  contributionId: string,
  given: Pick<FollowUp, 'departmentId' | 'text' | 'finished' | 'doneBy' | 'at'> & {
    by: string | null;
    fileIds: string[];
  },
): Promise<string> {
  const id = newId();
  await sql`insert into consultations.idea_follow_up (id, contribution_id, department_id, text, at, by_id, finished, done_by)
    values (${id}, ${contributionId}, ${given.departmentId}, ${given.text}, ${given.at}, ${given.by}, ${given.finished},
      ${given.doneBy})`.execute(tx);
  const files = given.fileIds.map((fileId, i) => ({ fileId, position: i + 1 }));
  await sql`insert into consultations.idea_evidence (follow_up_id, file_id, position)
    select ${id}, r."fileId", r.position
    from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as r("fileId" uuid, position int)`.execute(tx);
  return id;
}

/** What was done, the first first, with its evidence. */
export async function followUpsOf(db: Db, contributionId: string): Promise<FollowUp[]> {
  const { rows } = await sql<FollowUp>`select u.id, u.department_id as "departmentId", u.text, u.at, u.finished,
      to_char(u.done_by, 'YYYY-MM-DD') as "doneBy", coalesce((select jsonb_agg(jsonb_build_object('fileId', f.id, 'name', f.name,
        'width', f.width) order by e.position) from consultations.idea_evidence e join kernel.file f on f.id = e.file_id
        where e.follow_up_id = u.id), '[]'::jsonb) as evidence
    from consultations.idea_follow_up u where u.contribution_id = ${contributionId} order by u.at, u.id`.execute(db);
  return rows;
}

import { type Db, sql } from '../../../kernel/db/index.ts';
import type { ContributionState } from '../consultations.rules.ts';

export type FileUse = {
  state: ContributionState;
  accountId: string | null;
  departmentId: string | null;
  callDepartmentId: string;
  /** the call was opened */
  published: boolean;
};

/** What a photo belongs to, or a piece of evidence. */
export async function useOfFile(db: Db, fileId: string): Promise<FileUse | undefined> {
  const { rows } = await sql<FileUse>`select n.state, n.account_id as "accountId", i.department_id as "departmentId",
      c.department_id as "callDepartmentId", c.opened_at is not null as published
    from (select contribution_id from consultations.idea_photo where file_id = ${fileId}
      union all select u.contribution_id from consultations.idea_evidence e
        join consultations.idea_follow_up u on u.id = e.follow_up_id where e.file_id = ${fileId}) as used
    join consultations.contribution n on n.id = used.contribution_id
    join consultations.idea i on i.contribution_id = n.id
    join consultations.consultation c on c.id = n.consultation_id`.execute(db);
  return rows[0];
}

import { newId, type Tx } from '../../../kernel/db/index.ts';

export async function insertClosure(
  tx: Tx,
  row: { caseId: string; round: number; how: 'rated' | 'unrated' | 'thanks'; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('cases.closure')
    .values({ id: newId(), case_id: row.caseId, round: row.round, how: row.how, by_id: row.by, at: row.at })
    .execute();
}

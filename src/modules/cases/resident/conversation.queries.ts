import { type Db, isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type NewMessage = {
  caseId: string;
  direction: 'question' | 'answer' | 'addition';
  departmentId: string | null;
  by: string | null;
  text: string;
  at: Date;
  answersId?: string | null;
};

/** @throws AppError kernel.changed_meanwhile where the question was answered meanwhile */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<string> {
  const id = newId();
  try {
    await tx
      .insertInto('cases.message')
      .values({
        id,
        case_id: message.caseId,
        direction: message.direction,
        department_id: message.departmentId,
        by_id: message.by,
        text: message.text,
        at: message.at,
        answers_id: message.answersId ?? null,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error)) fail('kernel.changed_meanwhile');
    throw error;
  }
  return id;
}

/** A question of the office on this case that still waits for its answer. */
export async function openQuestion(tx: Db, caseId: string): Promise<{ id: string } | undefined> {
  return tx
    .selectFrom('cases.message as q')
    .select('q.id')
    .where('q.case_id', '=', caseId)
    .where('q.direction', '=', 'question')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('cases.message as a').select('a.id').whereRef('a.answers_id', '=', 'q.id'))),
    )
    .orderBy('q.at', 'desc')
    .executeTakeFirst();
}

export async function insertAttachments(
  tx: Tx,
  caseId: string,
  of: 'letter' | 'message' | 'reply' | 'promise' | 'note' | 'contact',
  ofId: string | null,
  fileIds: readonly string[],
  isPublic: boolean,
): Promise<void> {
  if (fileIds.length === 0) return;
  await tx
    .insertInto('cases.attachment')
    .values(
      fileIds.map((fileId, sort) => ({ case_id: caseId, file_id: fileId, of, of_id: ofId, public: isPublic, sort })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

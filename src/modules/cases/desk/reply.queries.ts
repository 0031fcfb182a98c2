import { type Db, isDuplicate, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

/** A promise as it stands in a draft; `dueOn` is a local day. */
export type PromiseDraft = { text: string; dueOn: string };

export type WorkingReply = {
  id: string;
  case_id: string;
  round: number;
  department_id: string;
  text: string;
  promises: PromiseDraft[];
  state: 'draft' | 'for_review' | 'published';
  version: number;
  /** who sent or saved it last */
  author_id: string | null;
  /** everybody who changed its words */
  writer_ids: string[];
  updated_at: Date;
  updated_by_id: string | null;
  sent_at: Date | null;
  review_note: string;
};

const columns = [
  'id',
  'case_id',
  'round',
  'department_id',
  'text',
  'promises',
  'state',
  'version',
  'author_id',
  'writer_ids',
  'updated_at',
  'updated_by_id',
  'sent_at',
  'review_note',
] as const;

/** The reply being written or reviewed: one a case. */
export async function workingReply(db: Db, caseId: string): Promise<WorkingReply | undefined> {
  return (await db
    .selectFrom('cases.reply')
    .select(columns)
    .where('case_id', '=', caseId)
    .where('state', '<>', 'published')
    .executeTakeFirst()) as WorkingReply | undefined;
}

/** @throws AppError kernel.changed_meanwhile where a colleague began one at the same moment */
export async function insertDraft(
  tx: Tx,
  row: {
    caseId: string;
    round: number;
    departmentId: string;
    text: string;
    promises: PromiseDraft[];
    by: string | null;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  try {
    await tx
      .insertInto('cases.reply')
      .values({
        id,
        case_id: row.caseId,
        round: row.round,
        department_id: row.departmentId,
        text: row.text,
        promises: JSON.stringify(row.promises),
        state: 'draft',
        author_id: row.by,
        writer_ids: row.by ? [row.by] : [],
        created_at: row.at,
        updated_at: row.at,
        updated_by_id: row.by,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'reply_working_idx')) fail('kernel.changed_meanwhile');
    throw error;
  }
  return id;
}

/** Saves over the version that was read. @throws AppError kernel.changed_meanwhile where a colleague saved meanwhile */
export async function saveDraft(
  tx: Tx,
  id: string,
  version: number,
  row: { text: string; promises: PromiseDraft[]; by: string | null; at: Date },
): Promise<number> {
  const saved = await tx
    .updateTable('cases.reply')
    .set({
      text: row.text,
      promises: JSON.stringify(row.promises),
      author_id: row.by,
      writer_ids: sql<string[]>`case when ${row.by}::uuid = any(writer_ids) or ${row.by}::uuid is null then writer_ids
        else writer_ids || ${row.by}::uuid end`,
      updated_by_id: row.by,
      updated_at: row.at,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  if (saved.numUpdatedRows === 0n) fail('kernel.changed_meanwhile');
  return version + 1;
}

export async function sendDraft(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('cases.reply')
    .set({ state: 'for_review', sent_at: at, updated_at: at })
    .where('id', '=', id)
    .execute();
}

export async function dropDraft(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cases.reply').where('id', '=', id).where('state', '=', 'draft').execute();
}

export async function returnDraft(tx: Tx, id: string, note: string, reviewer: string | null, at: Date): Promise<void> {
  await tx
    .updateTable('cases.reply')
    .set((eb) => ({
      state: 'draft',
      review_note: note,
      reviewer_id: reviewer,
      updated_at: at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export async function publishReply(tx: Tx, id: string, reviewer: string | null, at: Date): Promise<void> {
  await tx
    .updateTable('cases.reply')
    .set({ state: 'published', reviewer_id: reviewer, published_at: at, updated_at: at })
    .where('id', '=', id)
    .execute();
}

export async function insertPromises(
  tx: Tx,
  reply: { id: string; caseId: string; departmentId: string },
  promises: readonly PromiseDraft[],
  at: Date,
): Promise<void> {
  if (promises.length === 0) return;
  await tx
    .insertInto('cases.promise')
    .values(
      promises.map(({ text, dueOn }) => ({
        id: newId(),
        case_id: reply.caseId,
        reply_id: reply.id,
        department_id: reply.departmentId,
        text,
        made_at: at,
        due_on: dueOn,
      })),
    )
    .execute();
}

/** Files that lie with a reply, in their order. */
export async function filesOfReply(db: Db, caseId: string, replyId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cases.attachment')
    .select('file_id')
    .where('case_id', '=', caseId)
    .where('of', '=', 'reply')
    .where('of_id', '=', replyId)
    .orderBy('sort')
    .execute();
  return rows.map((row) => row.file_id);
}

export async function dropAttachments(tx: Tx, caseId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  await tx
    .deleteFrom('cases.attachment')
    .where('case_id', '=', caseId)
    .where('of', '=', 'reply')
    .where('file_id', 'in', fileIds)
    .execute();
}

/** With the reply its files become public; until then only staff who work on the case may read them. */
export async function publishFiles(tx: Tx, caseId: string, replyId: string): Promise<void> {
  await tx
    .updateTable('cases.attachment')
    .set({ public: true })
    .where('case_id', '=', caseId)
    .where('of', '=', 'reply')
    .where('of_id', '=', replyId)
    .execute();
}

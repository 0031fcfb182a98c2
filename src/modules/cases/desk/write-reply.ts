import { z } from 'zod';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { type FieldErrors, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { factsOf, lockCase } from '../case.queries.ts';
import { mayHandle } from '../cases.policy.ts';
import { nextState } from '../cases.rules.ts';
import { insertAttachments } from '../resident/conversation.queries.ts';
import {
  dropAttachments,
  dropDraft,
  filesOfReply,
  insertDraft,
  type PromiseDraft,
  saveDraft,
  sendDraft,
  type WorkingReply,
  workingReply,
} from './reply.queries.ts';

/** Promises in one reply at most. */
export const mostPromises = 10;
export const mostFiles = 6;
const fewestCharacters = 20;

/** A draft may be unfinished: a promise without its date is kept as it is. What is sent is checked in full. */
export const replyDraft = z.object({
  text: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trimEnd())
    .pipe(z.string().max(20_000, 'cases.field.too_long')),
  promises: z
    .array(
      z.object({
        text: z.string().trim().max(300, 'cases.field.too_long'),
        dueOn: z.string().refine((day) => day === '' || isLocalDate(day), 'cases.field.date_needed'),
      }),
    )
    .max(mostPromises, 'cases.field.too_many_promises')
    .default([]),
  /** every file that shall lie with it; left out: those that do */
  fileIds: z.array(z.string()).max(mostFiles, 'cases.field.too_many_files').optional(),
  /** the version that was being edited; 0 for a new draft */
  version: z.coerce.number().int().min(0).default(0),
});
export type ReplyDraft = z.input<typeof replyDraft>;
type Draft = z.output<typeof replyDraft>;

/** Saves the department's shared draft. @throws AppError kernel.changed_meanwhile where a colleague saved meanwhile */
export async function saveReply(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: ReplyDraft,
): Promise<{ version: number }> {
  const draft = replyDraft.parse(input);
  return inTransaction(k.db, (tx) => save(k, tx, actor, caseId, draft));
}

async function save(k: Kernel, tx: Tx, actor: Actor, caseId: string, draft: Draft): Promise<{ version: number }> {
  const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
  if (!row) fail('cases.not_found');
  if (!mayHandle(actor, await factsOf(tx, row))) fail('kernel.not_allowed');
  if (nextState(row.state, 'reply') === null || !row.lead_department_id)
    fail('cases.wrong_state', { state: row.state, act: 'reply' });
  const at = k.clock.now();
  const promises = draft.promises.filter((promise) => promise.text !== '' || promise.dueOn !== '');
  const content = { text: draft.text, promises, by: actor.accountId, at };
  const standing = await ownDraft(k, tx, row.id, row.lead_department_id);
  if (!standing && draft.version > 0) fail('kernel.changed_meanwhile');
  const replyId =
    standing?.id ??
    (await insertDraft(tx, { caseId: row.id, round: row.round, departmentId: row.lead_department_id, ...content }));
  const version = standing ? await saveDraft(tx, standing.id, draft.version, content) : 1;
  if (draft.fileIds) await keepFiles(k, tx, actor, row.id, replyId, draft.fileIds);
  return { version };
}

/** The draft of the department that has the case now; one that another had begun before it was reassigned goes. */
async function ownDraft(k: Kernel, tx: Tx, caseId: string, departmentId: string): Promise<WorkingReply | undefined> {
  const standing = await workingReply(tx, caseId);
  if (!standing || standing.department_id === departmentId) return standing;
  const fileIds = await filesOfReply(tx, caseId, standing.id);
  await dropAttachments(tx, caseId, fileIds);
  await k.files.release(tx, fileIds);
  await dropDraft(tx, standing.id);
  return undefined;
}

/** Draft or not, its files are tied to it at once, so that they are not swept away while the department thinks. */
async function keepFiles(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  caseId: string,
  replyId: string,
  wanted: readonly string[],
): Promise<void> {
  const tied = await filesOfReply(tx, caseId, replyId);
  const gone = tied.filter((id) => !wanted.includes(id));
  const fresh = wanted.filter((id) => !tied.includes(id));
  await dropAttachments(tx, caseId, gone);
  await k.files.release(tx, gone);
  await k.files.claim(tx, fresh, { purpose: 'case', ownerId: actor.accountId });
  await insertAttachments(tx, caseId, 'reply', replyId, fresh, false);
}

/** 答复: saves what was written and sends it to review, both or neither. */
export async function sendReply(k: Kernel, actor: Actor, caseId: string, input: ReplyDraft): Promise<void> {
  const draft = replyDraft.parse(input);
  checkWhole(draft, localDate(k.clock.now(), k.config.TIME_ZONE));
  await inTransaction(k.db, async (tx) => {
    await save(k, tx, actor, caseId, draft);
    await actInTransaction(k, tx, actor, caseId, 'reply', mayHandle, async ({ row, at }) => {
      const standing = await workingReply(tx, row.id);
      if (standing?.state !== 'draft') fail('kernel.changed_meanwhile');
      await sendDraft(tx, standing.id, at);
      return {
        patch: { replied_at: at },
        steps: [{ act: 'reply', public: false, departmentId: row.lead_department_id }],
        event: { replyId: standing.id },
        result: undefined,
      };
    });
  });
}

/** A placeholder of a template that nobody filled in: {times}, {place}. */
const leftOpen = /\{[^{}\n]{1,30}\}/;

function checkWhole(draft: Draft, today: string): void {
  const fields: FieldErrors = {};
  const open = leftOpen.exec(draft.text)?.[0];
  if ([...draft.text.trim()].length < fewestCharacters)
    fields.text = { key: 'cases.field.reply_too_short', params: { n: fewestCharacters } };
  else if (open) fields.text = { key: 'cases.field.placeholder_left', params: { placeholder: open } };
  draft.promises.forEach((promise, i) => {
    const wrong = wrongWith(promise, today);
    if (wrong) fields[`promises.${i}.${wrong.at}`] = { key: wrong.key };
  });
  if (Object.keys(fields).length > 0) failFields(fields);
}

function wrongWith({ text, dueOn }: PromiseDraft, today: string): { at: 'text' | 'dueOn'; key: string } | null {
  if (text === '' && dueOn === '') return null;
  if (text.length < 2) return { at: 'text', key: 'cases.field.promise_text_needed' };
  if (dueOn === '') return { at: 'dueOn', key: 'cases.field.date_needed' };
  return dueOn <= today ? { at: 'dueOn', key: 'cases.field.date_past' } : null;
}

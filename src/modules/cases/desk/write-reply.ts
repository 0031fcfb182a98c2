import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { factsOf, lockCase } from '../case.queries.ts';
import { mayHandle } from '../cases.policy.ts';
import { nextState } from '../cases.rules.ts';
import { insertDraft, saveDraft, sendDraft, workingReply } from './reply.queries.ts';

export const replyDraft = z.object({
  text: z
    .string()
    .max(20_000, 'cases.field.too_long')
    .transform((text) => text.replaceAll('\r\n', '\n').trimEnd()),
  promises: z
    .array(
      z.object({
        text: z.string().trim().min(2, 'cases.field.promise_text_needed').max(300, 'cases.field.too_long'),
        dueOn: z.string().refine(isLocalDate, 'cases.field.date_needed'),
      }),
    )
    .max(10)
    .default([]),
  /** the version that was being edited; 0 for a new draft */
  version: z.coerce.number().int().min(0).default(0),
});
export type ReplyDraft = z.input<typeof replyDraft>;

/** Saves the department's shared draft. @throws AppError kernel.changed_meanwhile where a colleague saved meanwhile */
export async function saveReply(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: ReplyDraft,
): Promise<{ version: number }> {
  const draft = replyDraft.parse(input);
  return inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    if (!mayHandle(actor, await factsOf(tx, row))) fail('kernel.not_allowed');
    if (nextState(row.state, 'reply') === null || !row.lead_department_id)
      fail('cases.wrong_state', { state: row.state, act: 'reply' });
    const at = k.clock.now();
    const standing = await workingReply(tx, row.id);
    const content = { text: draft.text, promises: draft.promises, by: actor.accountId, at };
    if (standing) return { version: await saveDraft(tx, standing.id, draft.version, content) };
    if (draft.version > 0) fail('kernel.changed_meanwhile');
    await insertDraft(tx, { caseId: row.id, round: row.round, departmentId: row.lead_department_id, ...content });
    return { version: 1 };
  });
}

/** 答复: sends the saved draft to review. */
export async function sendReply(k: Kernel, actor: Actor, caseId: string, input: ReplyDraft): Promise<void> {
  const draft = replyDraft.parse(input);
  if (draft.text.trim().length < 20) failFields({ text: { key: 'cases.field.reply_too_short', params: { n: 20 } } });
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  if (draft.promises.some((promise) => promise.dueOn <= today))
    failFields({ promises: { key: 'cases.field.date_past' } });
  await saveReply(k, actor, caseId, input);
  await actOnCase(k, actor, caseId, 'reply', mayHandle, async ({ tx, row, at }) => {
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
}

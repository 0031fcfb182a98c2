import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentBook } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { mayAnswerAtOnce } from '../cases.policy.ts';
import { insertContact } from '../desk/desk.queries.ts';
import { insertDraft, sendDraft, workingReply } from '../desk/reply.queries.ts';
import { signDispatch } from '../dispatch/dispatch.queries.ts';
import { dispatchInTransaction } from '../dispatch/dispatch-case.ts';
import { acceptInTransaction } from './accept-case.ts';

export const atOnceInput = z.object({
  caseId: z.string(),
  text: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(20, 'cases.intake.field.answer_short').max(8000, 'cases.field.too_long')),
});

/**
 * 当场答复: an enquiry answered on the telephone. The hotline itself leads, has spoken with the caller, and its answer waits
 * for a reviewer like any other: accepted, dispatched, signed, contacted and replied in one transaction.
 * @throws AppError cases.intake_no_hotline where the city has no department of the kind hotline
 */
export async function answerAtOnce(k: Kernel, actor: Actor, input: z.input<typeof atOnceInput>): Promise<void> {
  const { caseId, text } = atOnceInput.parse(input);
  const hotline = (await departmentBook(k)).all.find(({ kind, active }) => kind === 'hotline' && active);
  if (!hotline) fail('cases.intake_no_hotline');
  await inTransaction(k.db, async (tx) => {
    await acceptInTransaction(k, tx, actor, { caseId });
    await dispatchInTransaction(k, tx, actor, caseId, { leadDepartmentId: hotline.id }, mayAnswerAtOnce);
    await handleAtOnce(k, tx, actor, caseId, hotline.id, text);
  });
}

async function handleAtOnce(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  caseId: string,
  departmentId: string,
  text: string,
): Promise<void> {
  await actInTransaction(k, tx, actor, caseId, 'sign', mayAnswerAtOnce, async ({ row, at }) => {
    await signDispatch(tx, row.id, actor.accountId, at);
    return {
      patch: { signed_at: at },
      steps: [{ act: 'sign', public: true, departmentId, data: { inTime: true } }],
      result: undefined,
    };
  });
  await actInTransaction(k, tx, actor, caseId, 'contact', mayAnswerAtOnce, async ({ row, at }) => {
    await insertContact(tx, { caseId: row.id, departmentId, by: actor.accountId, at, how: 'phone', note: '' });
    return {
      patch: { contacted_at: at },
      steps: [{ act: 'contact', public: true, departmentId, data: { how: 'phone' } }],
      event: { how: 'phone', first: true },
      result: undefined,
    };
  });
  await actInTransaction(k, tx, actor, caseId, 'reply', mayAnswerAtOnce, async ({ row, at }) => {
    await insertDraft(tx, {
      caseId: row.id,
      round: row.round,
      departmentId,
      text,
      promises: [],
      by: actor.accountId,
      at,
    });
    const draft = await workingReply(tx, row.id);
    if (!draft) fail('kernel.changed_meanwhile');
    await sendDraft(tx, draft.id, at);
    return {
      patch: { replied_at: at },
      steps: [{ act: 'reply', public: false, departmentId }],
      event: { replyId: draft.id },
      result: undefined,
    };
  });
}

import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayReturnReply, mayReview } from '../cases.policy.ts';
import { endStandingDispatch } from '../intake/intake.queries.ts';
import { insertPromises, publishFiles, publishReply, returnDraft, workingReply } from './reply.queries.ts';

/** 审核: publishes the reply and begins what it promises. Nobody reviews their own. */
export async function reviewReply(k: Kernel, actor: Actor, caseId: string): Promise<void> {
  await actOnCase(k, actor, caseId, 'review', mayReturnReply, async ({ tx, row, facts, at }) => {
    const reply = await workingReply(tx, row.id);
    if (reply?.state !== 'for_review') fail('kernel.changed_meanwhile');
    if (!mayReview(actor, facts, reply.author_id) || reply.writer_ids.includes(actor.accountId ?? ''))
      fail('cases.own_reply');
    // It may have waited so long that what it promises is over already.
    const today = localDate(at, k.config.TIME_ZONE);
    if (reply.promises.some((promise) => promise.dueOn < today)) fail('cases.promise_over');
    await publishReply(tx, reply.id, actor.accountId, at);
    await publishFiles(tx, row.id, reply.id);
    await insertPromises(tx, { id: reply.id, caseId: row.id, departmentId: reply.department_id }, reply.promises, at);
    await endStandingDispatch(tx, row.id, 'done', at);
    return {
      patch: { reviewed_at: at },
      steps: [
        {
          act: 'review',
          public: true,
          departmentId: reply.department_id,
          data: { replyId: reply.id, promises: reply.promises.length },
        },
      ],
      event: { replyId: reply.id, promises: reply.promises.length },
      result: undefined,
    };
  });
}

export const returnNote = z.object({
  note: z.string().trim().min(4, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** The reviewer returns the draft with what should change. */
export async function returnReply(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof returnNote>,
): Promise<void> {
  const { note } = returnNote.parse(input);
  await actOnCase(k, actor, caseId, 'return_to_author', mayReturnReply, async ({ tx, row, at }) => {
    const reply = await workingReply(tx, row.id);
    if (reply?.state !== 'for_review') fail('kernel.changed_meanwhile');
    await returnDraft(tx, reply.id, note, actor.accountId, at);
    return {
      patch: { replied_at: null },
      steps: [{ act: 'return_to_author', public: false, departmentId: row.lead_department_id, text: note }],
      event: { replyId: reply.id, writerIds: reply.writer_ids },
      result: undefined,
    };
  });
}

import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { factsOf, insertStep, lockCase } from '../case.queries.ts';
import { mayHandle, mayTakeIn } from '../cases.policy.ts';
import { recordAnswer } from './intake.queries.ts';

export const forumAnswerInput = z.object({
  answerUrl: z.url({ protocol: /^https?$/, error: 'cases.field.link_wrong' }),
  text: z.string().trim().min(10, 'cases.field.text_needed').max(4000, 'cases.field.too_long'),
});

/** A post that was taken over gets its public answer where it stood: which, and where, is recorded and shown. */
export async function recordForumAnswer(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof forumAnswerInput>,
): Promise<void> {
  const { answerUrl, text } = forumAnswerInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    const facts = await factsOf(tx, row);
    if (!mayTakeIn(actor) && !mayHandle(actor, facts)) fail('kernel.not_allowed');
    const at = k.clock.now();
    if (!(await recordAnswer(tx, row.id, answerUrl, text, at))) fail('cases.not_found');
    await insertStep(tx, row.id, at, {
      act: 'forum_answer',
      public: true,
      text,
      actorId: actor.accountId,
      data: { answerUrl },
    });
    await k.outbox.emit(tx, at, {
      type: 'cases.forum_answer',
      subject: row.id,
      actorId: actor.accountId,
      payload: { number: row.number },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'cases.forum_answer',
      objectType: 'case',
      objectId: row.id,
    });
  });
}

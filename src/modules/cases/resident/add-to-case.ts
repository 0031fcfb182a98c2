import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { auditedAs } from '../audited-as.ts';
import { factsOf, insertStep, lockCase } from '../case.queries.ts';
import { isOpen } from '../cases.rules.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';
import { insertAttachments, insertMessage, openQuestion } from './conversation.queries.ts';

export const addInput = z.object({
  text: z.string().trim().min(2, 'cases.field.text_needed').max(4000, 'cases.field.too_long'),
  fileIds: z.array(z.string()).max(6).default([]),
  /** for the office alone: no part of the public page */
  inside: z.boolean().default(false),
});

/**
 * The author adds something, or answers the office's question where one waits. No act of the rules: the state stays, and
 * it is possible as long as the case is open.
 */
export async function addToCase(
  k: Kernel,
  actor: Actor,
  key: AuthorKey,
  caseId: string,
  input: z.input<typeof addInput>,
): Promise<{ answered: boolean }> {
  const { text, fileIds, inside } = addInput.parse(input);
  return inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    const facts = await factsOf(tx, row);
    if (!isAuthor(key)(actor, facts, row)) fail('kernel.not_allowed');
    if (!isOpen(row.state)) fail('cases.wrong_state', { state: row.state, act: 'add' });
    const at = k.clock.now();
    const question = await openQuestion(tx, row.id);
    const direction = question ? 'answer' : 'addition';
    const messageId = await insertMessage(tx, {
      caseId: row.id,
      direction,
      departmentId: null,
      by: actor.accountId,
      text,
      at,
      answersId: question?.id ?? null,
    });
    await k.files.claim(tx, fileIds, { purpose: 'case', ownerId: actor.accountId });
    await insertAttachments(tx, row.id, 'message', messageId, fileIds, !inside);
    await insertStep(tx, row.id, at, {
      act: direction,
      public: !inside,
      text,
      actorId: actor.accountId,
      data: { messageId, files: fileIds.length },
    });
    await k.outbox.emit(tx, at, {
      type: `cases.${direction}`,
      subject: row.id,
      actorId: actor.accountId,
      payload: { number: row.number, departmentId: row.lead_department_id },
    });
    await audit(tx, at, {
      ...auditedAs(actor, facts),
      action: `cases.${direction}`,
      objectType: 'case',
      objectId: row.id,
      departmentId: row.lead_department_id,
    });
    return { answered: question !== undefined };
  });
}

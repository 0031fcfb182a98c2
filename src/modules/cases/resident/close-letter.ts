import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { auditedAs } from '../audited-as.ts';
import { factsOf, insertStep, lockCase, updateCase } from '../case.queries.ts';
import '../cases.errors.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';

/**
 * 收回公开: the author takes the consent to publish back, at any time. The letter is worked on as before, from now on as
 * a confidential one; publishing again would need a new letter.
 */
export async function closeLetterToPublic(k: Kernel, actor: Actor, key: AuthorKey, caseId: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const row = isId(caseId) ? await lockCase(tx, caseId) : undefined;
    if (!row) fail('cases.not_found');
    const facts = await factsOf(tx, row);
    if (!isAuthor(key)(actor, facts, row)) fail('kernel.not_allowed');
    if (row.confidential) return;
    const at = k.clock.now();
    await updateCase(tx, row.id, row.state, at, { confidential: true });
    await insertStep(tx, row.id, at, { act: 'unpublish', public: true, actorId: actor.accountId });
    await k.outbox.emit(tx, at, {
      type: 'cases.unpublish',
      subject: row.id,
      actorId: actor.accountId,
      payload: { number: row.number, departmentId: row.lead_department_id },
    });
    await audit(tx, at, {
      ...auditedAs(actor, { ...facts, confidential: true }),
      action: 'cases.unpublish',
      objectType: 'case',
      objectId: row.id,
      departmentId: row.lead_department_id,
      details: { number: row.number },
    });
  });
}

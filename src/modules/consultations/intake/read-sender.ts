import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import './intake.errors.ts';
import { letterById, type Sender, senderOfLetter } from './intake.queries.ts';

/**
 * Who wrote a letter, for its conveners; every look is an entry of the audit log.
 * @returns null where it was forgotten
 * @throws AppError kernel.not_allowed, consultations.intake.not_found
 */
export async function readSender(
  k: Kernel,
  actor: Actor,
  consultation: Pick<Consultation, 'id' | 'slug' | 'departmentId'>,
  letterId: string,
): Promise<Sender | null> {
  if (!convenes(actor, consultation)) fail('kernel.not_allowed');
  return inTransaction(k.db, async (tx) => {
    const letter = isId(letterId) ? await letterById(tx, consultation.id, letterId) : undefined;
    if (!letter) return fail('consultations.intake.not_found');
    await audit(tx, k.clock.now(), {
      ...{ actorId: actor.accountId, actorName: actor.name, action: 'people.personal_data_read' },
      ...{ objectType: 'consultation', objectId: consultation.id, departmentId: consultation.departmentId },
      details: { slug: consultation.slug, letter: letter.id },
    });
    return (await senderOfLetter(tx, letter.id)) ?? null;
  });
}

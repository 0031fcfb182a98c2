import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { auditName } from '../session.ts';
import { withdrawConsentById } from './consent.queries.ts';
import { consentEffects } from './consent-effects.ts';

/**
 * Withdraws one consent, with everything that rested on it: all of it or nothing.
 * @throws AppError kernel.not_found where it is somebody else's or withdrawn already
 */
export async function withdrawConsent(k: Kernel, owner: Actor & { accountId: string }, id: string): Promise<void> {
  const { accountId } = owner;
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const purpose = (await withdrawConsentById(tx, accountId, id, now)) ?? fail('kernel.not_found');
    for (const effect of consentEffects(k, purpose)) await effect.apply(tx, accountId, now);
    await audit(tx, now, {
      actorId: accountId,
      actorName: auditName(owner),
      action: 'people.consent_withdrawn',
      objectType: 'account',
      objectId: accountId,
      details: { purpose },
    });
  });
}

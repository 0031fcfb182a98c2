import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import type { GuardianInput } from '../guardians/guardian.rules.ts';
import { nameGuardian } from '../guardians/name-guardian.ts';
import { recordConsent } from '../me/consent.queries.ts';
import { setNames } from '../me/profile.queries.ts';

/** Wording of the notice on personal data that people agree to; a changed text is a new one. */
export const noticeWording = 'account-2026-11';

/** A name as people write it: without controls, on one line. */
export const personName = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'people.name.missing')
      .max(50, 'people.name.too_long')
      .regex(/^[^\p{Cc}\p{Cf}<>]*$/u, 'people.name.letters'),
  );

export const welcomeSchema = z.object({
  name: personName,
  displayName: personName,
  agreed: z.literal('yes', 'people.welcome.agree_first'),
});

/**
 * Records how somebody wants to be called, and that they agreed to what is kept of them.
 * @param guardian of somebody under fourteen: until that person has agreed, nothing can be written
 */
export async function welcome(
  k: Kernel,
  actor: Actor,
  input: z.output<typeof welcomeSchema>,
  guardian?: GuardianInput,
): Promise<void> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await setNames(tx, accountId, input);
    if (guardian) await nameGuardian(k, tx, accountId, guardian);
    await recordConsent(tx, { accountId, purpose: 'people.account', wording: noticeWording, at: now });
    await audit(tx, now, {
      actorId: accountId,
      action: 'people.consent_given',
      objectType: 'account',
      objectId: accountId,
      details: { purpose: 'people.account', wording: noticeWording },
    });
  });
}

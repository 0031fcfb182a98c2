import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { recordConsent } from '../me/consent.queries.ts';
import { consentEffects } from '../me/consent-effects.ts';
import { consentsGiven, endConsents } from './register.queries.ts';

/** Wording of what applicants agree to; a changed text is a new one. */
const registerWording = 'register-2026-11';

/** Agrees to being in the register at all. */
export function agreeToRegister(tx: Tx, accountId: string, at: Date): Promise<void> {
  return recordConsent(tx, { accountId, purpose: 'people.register', wording: registerWording, at });
}

/** Records which of the purposes that can be chosen somebody agrees to; what is no longer chosen ends with its effects. */
export async function chooseConsents(
  k: Kernel,
  tx: Tx,
  accountId: string,
  chosen: { directory: boolean; namedContact: boolean },
  at: Date,
): Promise<void> {
  const before = await consentsGiven(tx, accountId);
  const purposes = { 'people.directory': chosen.directory, 'people.named_contact': chosen.namedContact };
  for (const [purpose, given] of Object.entries(purposes)) {
    if (given) await recordConsent(tx, { accountId, purpose, wording: registerWording, at });
    else if (before.has(purpose)) {
      await endConsents(tx, accountId, [purpose], at);
      for (const effect of consentEffects(k, purpose)) await effect.apply(tx, accountId, at);
    }
  }
}

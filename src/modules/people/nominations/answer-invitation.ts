import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { recordConsent } from '../me/consent.queries.ts';
import { endNominations } from './end-nominations.ts';
import { refusalHash, tokenHash } from './invitation-token.ts';
import { recordNomination } from './nominate.ts';
import { insertRefusals, lockNomination, type Nomination, openInvitation, setAccepted } from './nominations.queries.ts';
import { nominationSettings } from './nominations.settings.ts';

/** Consent to what was recommended being used in one's own application; withdrawn, it is erased. */
export const nominationConsent = 'people.nomination';
/** The text that people agree to when they accept; a changed text is a new one. */
export const nominationWording = 'nomination-2026-11';

/** The invitation of a link. @throws AppError people.invitation_gone whatever became of it */
export async function readInvitation(k: Kernel, token: string): Promise<Nomination> {
  return (await openInvitation(k.db, tokenHash(token), k.clock.now())) ?? fail('people.invitation_gone');
}

async function lockInvitation(k: Kernel, tx: Tx, token: string): Promise<Nomination> {
  const found = (await openInvitation(tx, tokenHash(token), k.clock.now())) ?? fail('people.invitation_gone');
  const locked = await lockNomination(tx, found.id);
  return locked?.state === 'open' ? locked : fail('people.invitation_gone');
}

/**
 * Somebody accepts: the recommendation is theirs to apply with, and their address is no longer kept with it.
 * @returns the nomination's id
 * @throws AppError people.invitation_gone, people.invitation_own, kernel.sign_in_first
 */
export async function acceptInvitation(k: Kernel, actor: Actor, token: string): Promise<string> {
  const accountId = actor.accountId ?? fail('kernel.sign_in_first');
  const at = k.clock.now();
  const { accepted_days } = k.settings.get(nominationSettings);
  return inTransaction(k.db, async (tx) => {
    const invitation = await lockInvitation(k, tx, token);
    if (invitation.organisationId === null && invitation.recommenderId === accountId) fail('people.invitation_own');
    await setAccepted(tx, invitation.id, accountId, at, new Date(at.getTime() + accepted_days * 86_400_000));
    await recordConsent(tx, { accountId, purpose: nominationConsent, wording: nominationWording, at });
    await recordNomination(k, tx, actor, {
      type: 'people.nomination_accepted',
      id: invitation.id,
      organisationId: invitation.organisationId,
    });
    return invitation.id;
  });
}

/**
 * Somebody refuses: everything about them is erased at once, and nothing is written of it anywhere.
 * @param never they do not want to be asked again: a keyed hash of their address stays, and nothing else
 * @throws AppError people.invitation_gone
 */
export async function refuseInvitation(k: Kernel, token: string, never: boolean): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const { id, email, phone } = await lockInvitation(k, tx, token);
    const addresses = [email, phone].filter((each) => each !== null);
    if (never)
      await insertRefusals(
        tx,
        addresses.map((address) => refusalHash(k, address)),
      );
    await endNominations(k, tx, [id], 'not_accepted');
  });
}

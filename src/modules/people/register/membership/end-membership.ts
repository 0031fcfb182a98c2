import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { releasePhotos } from '../../directory/change-photo.ts';
import { eraseApplicationTexts } from '../application/application.queries.ts';
import { eraseEntry, type Member } from '../entry.queries.ts';
import { closeMembership, type MembershipRow } from '../membership.queries.ts';
import { recordFact } from '../record-fact.ts';
import { endConsents } from '../register.queries.ts';
import { registerConsents } from '../register.rules.ts';
import { endSuspensions } from '../suspension/suspension.queries.ts';
import { endRenewals } from './renewal.queries.ts';

/**
 * Ends a membership that the transaction holds. What the member said about themself, what everybody saw of it and what was
 * written in its procedures is erased at once; number, dates and states stay. Other modules hear `people.member_left`.
 */
export async function endMembership(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { accountId, membershipId }: Pick<Member, 'accountId' | 'membershipId'>,
  reason: NonNullable<MembershipRow['endReason']>,
  at: Date,
): Promise<void> {
  await closeMembership(tx, membershipId, { reason, at });
  await endRenewals(tx, membershipId);
  await endSuspensions(tx, membershipId, at);
  await eraseApplicationTexts(tx, { accountId }, { reasons: true });
  // Not once the event is heard: by then a closed account owns no file any more.
  await releasePhotos(k, tx, accountId);
  await eraseEntry(tx, accountId);
  await endConsents(tx, accountId, registerConsents, at);
  await recordFact(k, tx, at, actor, {
    type: 'people.member_left',
    of: 'membership',
    id: membershipId,
    payload: { accountId, membershipId, reason },
  });
}

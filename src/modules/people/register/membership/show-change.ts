import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { publishEntry } from '../../directory/publish-entry.ts';
import { lockMember } from '../entry.queries.ts';
import { recordFact } from '../record-fact.ts';

/**
 * Something changed of what a member shows: name, entry or consent. The directory shows it, and other modules hear
 * `people.member_changed`. Nothing for whoever is no member.
 */
export async function showChange(k: Kernel, tx: Tx, actor: Actor, accountId: string, at: Date): Promise<void> {
  const member = await lockMember(tx, accountId);
  if (!member) return;
  const { membershipId } = member;
  await publishEntry(tx, accountId, at);
  await recordFact(k, tx, at, actor, {
    type: 'people.member_changed',
    of: 'membership',
    id: membershipId,
    payload: { accountId, membershipId },
  });
}

import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { lockMember } from '../entry.queries.ts';
import { ownerOf } from '../record-fact.ts';
import '../register.errors.ts';
import { endMembership } from './end-membership.ts';

/**
 * Leaves the register, at once and without anybody's consent.
 * @throws AppError people.not_a_member
 */
export async function leaveRegister(k: Kernel, actor: Actor): Promise<void> {
  const { accountId } = ownerOf(actor);
  await inTransaction(k.db, async (tx) => {
    const member = (await lockMember(tx, accountId)) ?? fail('people.not_a_member');
    await endMembership(k, tx, actor, member, 'left', k.clock.now());
  });
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { emptyAccount, holdsRole } from './data.queries.ts';
import { personalDataOf } from './personal-data.ts';

/**
 * Closes an account for good: name and addresses go, sessions and passkeys go, each module takes the person out of what
 * it need not keep. What the law makes the city keep stays without them.
 * @throws AppError people.staff_cannot_delete while somebody holds a role
 */
export async function deleteAccount(k: Kernel, owner: Actor & { accountId: string }): Promise<void> {
  const { accountId } = owner;
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    if (await holdsRole(tx, accountId)) fail('people.staff_cannot_delete');
    for (const data of personalDataOf(k)) await data.erase(tx, accountId, now);
    await k.notify.forget(tx, accountId);
    await emptyAccount(tx, accountId, now);
    await k.outbox.emit(tx, now, { type: 'people.account_erased', subject: accountId, payload: { accountId } });
    await audit(tx, now, {
      actorId: accountId,
      action: 'people.account_deleted',
      objectType: 'account',
      objectId: accountId,
    });
  });
}

import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { eraseAccount } from './erase-account.ts';

/**
 * Closes one's account for good: name and addresses go, sessions and passkeys go, each module takes the person out of what
 * it need not keep. What the law makes the city keep stays without them. All of it or nothing.
 * @throws AppError people.staff_cannot_delete while somebody holds a role
 */
export async function deleteAccount(k: Kernel, owner: Actor & { accountId: string }): Promise<void> {
  const { accountId } = owner;
  await inTransaction(k.db, (tx) =>
    eraseAccount(k, tx, accountId, { actorId: accountId, action: 'people.account_deleted' }),
  );
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { tellOfChange } from '../security-notice.ts';
import { auditName } from '../session.ts';
import { deleteLogin, holdWays } from './ways.queries.ts';

type Owner = Actor & { accountId: string };

/**
 * Before a way into an account is taken off: another one must be left.
 * @throws AppError people.last_way
 */
export async function keepOneWay(tx: Tx, accountId: string): Promise<void> {
  if ((await holdWays(tx, accountId)) <= 1) fail('people.last_way');
}

/**
 * Takes a provider's login off the account. It is free then: whoever signs in with it next is asked anew.
 * @throws AppError kernel.not_found for another person's, people.last_way
 */
export async function removeLogin(k: Kernel, owner: Owner, id: string): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await keepOneWay(tx, owner.accountId);
    const provider = (await deleteLogin(tx, owner.accountId, id)) ?? fail('kernel.not_found');
    await tellOfChange(k, tx, owner.accountId, 'login');
    await audit(tx, at, {
      actorId: owner.accountId,
      actorName: auditName(owner),
      action: 'people.login_removed',
      objectType: 'account',
      objectId: owner.accountId,
      details: { provider },
    });
  });
}

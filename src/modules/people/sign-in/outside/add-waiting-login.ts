import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { addLoginInTransaction, taken } from '../../logins/add-login.ts';
import { type RecentOwner, requireProof } from '../../logins/prove.ts';
import { takeWaiting, type Waiting } from './outside.queries.ts';

/**
 * Puts an identity that waited into the account its person has just signed in to. Both were proved in this browser, one
 * after the other, and the person said yes.
 * @throws AppError people.prove_again, people.outside_stale, people.login_taken
 */
export async function addWaitingLogin(k: Kernel, owner: RecentOwner, waiting: Waiting): Promise<void> {
  await requireProof(k, owner);
  await taken(
    inTransaction(k.db, async (tx) => {
      if (!(await takeWaiting(tx, waiting.id))) fail('people.outside_stale');
      await addLoginInTransaction(k, tx, owner, waiting.provider, { id: waiting.providerAccountId });
    }),
  );
}

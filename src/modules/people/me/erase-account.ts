import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { emptyAccount, holdsRole, lockAccount } from './data.queries.ts';
import { personalDataOf } from './personal-data.ts';

/**
 * Takes a person out of everything, in the given transaction: each part what it holds, then notifications, files and the
 * account itself. A part that fails keeps all of it. The event `people.account_erased` tells the others.
 * @param why for the log: the person themself, a guardian, a guardian who did not answer
 * @returns false where it is closed already
 * @throws AppError people.staff_cannot_delete while somebody holds a role
 */
export async function eraseAccount(
  k: Kernel,
  tx: Tx,
  accountId: string,
  why: { actorId: string | null; action: string },
): Promise<boolean> {
  const now = k.clock.now();
  if (!(await lockAccount(tx, accountId))) return false;
  if (await holdsRole(tx, accountId)) fail('people.staff_cannot_delete');
  for (const data of personalDataOf(k)) await data.erase(tx, accountId, now);
  await k.notify.forget(tx, accountId);
  await k.files.disown(tx, accountId);
  await emptyAccount(tx, accountId, now);
  await k.outbox.emit(tx, now, { type: 'people.account_erased', subject: accountId, payload: { accountId } });
  await audit(tx, now, { ...why, objectType: 'account', objectId: accountId });
  return true;
}

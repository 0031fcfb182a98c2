import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { stopHash } from './check-recovery.ts';
import { endRecovery, lockRecovery, recoveryByStop, runningFor } from './recovery.queries.ts';

/**
 * "This was not me": whoever has the link from one of the account's addresses stops the change at once.
 * @throws AppError people.recovery_gone where it was stopped, done or never there
 */
export async function stopRecovery(k: Kernel, token: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const found = (await recoveryByStop(tx, stopHash(token))) ?? fail('people.recovery_gone');
    await stop(k, tx, found.id, 'link');
  });
}

/** The same for whoever is signed in to the account. @throws AppError people.recovery_gone */
export async function stopOwnRecovery(k: Kernel, accountId: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const found = (await runningFor(tx, accountId)) ?? fail('people.recovery_gone');
    await stop(k, tx, found.id, 'session');
  });
}

async function stop(k: Kernel, tx: Tx, id: string, by: 'link' | 'session'): Promise<void> {
  const recovery = await lockRecovery(tx, id);
  if (!recovery?.accountId || (recovery.state !== 'waiting' && recovery.state !== 'checked'))
    return fail('people.recovery_gone');
  const at = k.clock.now();
  await endRecovery(tx, id, 'stopped', at);
  await audit(tx, at, {
    actorId: null,
    action: 'people.recovery_stopped',
    objectType: 'account',
    objectId: recovery.accountId,
    details: { number: recovery.number, by },
  });
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { lockAccount } from '../admin/accounts/accounts.queries.ts';
import { holdsRole } from '../me/data.queries.ts';
import { profileOf, setEmail, setPhone } from '../me/profile.queries.ts';
import { tellOfChange } from '../security-notice.ts';
import {
  dueRecoveries,
  endRecovery,
  endWaysIn,
  expireRecoveries,
  lockRecovery,
  type Recovery,
} from './recovery.queries.ts';

const forgetAfter_ms = 90 * 86_400_000;

/** Puts new addresses in the place of lost ones whose owners had their time to object; ends what nobody went on with. */
export async function runRecoveries(k: Kernel): Promise<number> {
  const now = k.clock.now();
  let done = 0;
  for (const id of await dueRecoveries(k.db, now)) {
    try {
      if (await runOne(k, id)) done++;
    } catch (error) {
      // It is tried again at the next run; the others are not to wait for it.
      k.log.error({ err: error, recovery: id }, 'a recovery could not be run');
    }
  }
  await inTransaction(k.db, (tx) => expireRecoveries(tx, now, new Date(now.getTime() - forgetAfter_ms)));
  return done;
}

async function runOne(k: Kernel, id: string): Promise<boolean> {
  try {
    return await inTransaction(k.db, (tx) => replaceLost(k, tx, id));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // Somebody took the new address meanwhile. What was begun is rolled back; the request ends here.
    await inTransaction(k.db, async (tx) => {
      const recovery = await lockRecovery(tx, id);
      if (recovery?.state === 'waiting') await end(k, tx, recovery, 'refused');
    });
    return false;
  }
}

async function replaceLost(k: Kernel, tx: Tx, id: string): Promise<boolean> {
  const at = k.clock.now();
  const recovery = await lockRecovery(tx, id);
  if (!recovery?.accountId || recovery.state !== 'waiting' || !recovery.runsAt || recovery.runsAt > at) return false;
  const { accountId, lost, fresh } = recovery;
  const account = await lockAccount(tx, accountId);
  const before = await profileOf(tx, accountId);
  // Closed meanwhile, or its owner replaced the address: then there is nothing left to recover.
  if (!account || account.disabled || !before || before[lost.channel === 'email' ? 'email' : 'phone'] !== lost.to) {
    await end(k, tx, recovery, 'stopped');
    return false;
  }
  // An account that became one of staff since it was checked has not been seen by a second administrator.
  if (recovery.confirmedBy === null && (await holdsRole(tx, accountId))) {
    await end(k, tx, recovery, 'refused');
    return false;
  }
  await endWaysIn(tx, accountId);
  if (fresh.channel !== lost.channel) await (lost.channel === 'email' ? setEmail : setPhone)(tx, accountId, null);
  await (fresh.channel === 'email' ? setEmail : setPhone)(tx, accountId, fresh.to);
  const gone = [
    lost,
    ...(fresh.channel === lost.channel ? [] : [{ channel: fresh.channel, to: otherOf(before, fresh.channel) }]),
  ];
  for (const { channel, to } of gone)
    if (to)
      await k.notify.send(tx, at, {
        to: { ...(channel === 'email' ? { email: to } : { phone: to }), locale: before.locale },
        kind: 'people.security',
        params: { what: 'recovered' },
        link: '/recovery',
        urgent: true,
      });
  await tellOfChange(k, tx, accountId, 'recovered');
  await end(k, tx, recovery, 'done');
  return true;
}

const otherOf = (profile: { email: string | null; phone: string | null }, channel: 'email' | 'sms') =>
  channel === 'email' ? profile.email : profile.phone;

async function end(k: Kernel, tx: Tx, recovery: Recovery, state: 'done' | 'stopped' | 'refused'): Promise<void> {
  const at = k.clock.now();
  await endRecovery(tx, recovery.id, state, at);
  await audit(tx, at, {
    actorId: null,
    action: `people.recovery_${state}`,
    objectType: 'account',
    objectId: recovery.accountId ?? '',
    details: { number: recovery.number, checkedBy: recovery.checkedBy, confirmedBy: recovery.confirmedBy },
  });
}

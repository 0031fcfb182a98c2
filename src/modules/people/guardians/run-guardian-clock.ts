import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { eraseChild } from './decide.ts';
import { deleteGuardian, grownUp, lockGuardian, unansweredSince } from './guardian.queries.ts';
import { isUnderAge, wait_days } from './guardian.rules.ts';

const day_ms = 86_400_000;

/** Every day: who has turned fourteen decides alone; what a guardian did not answer in time is erased. */
export async function runGuardianClock(k: Kernel): Promise<{ grown: number; erased: number }> {
  const now = k.clock.now();
  const today = localDate(now, k.config.TIME_ZONE);
  const [year = 0, month = 0] = today.split('-').map(Number);
  // Whoever was born in the month before this one, fourteen years ago, is free since its end.
  const last = new Date(Date.UTC(year - 14, month - 2, 1)).toISOString().slice(0, 10);
  let grown = 0;
  for (const accountId of await grownUp(k.db, last)) grown += Number(await letGo(k, accountId, today));
  let erased = 0;
  for (const accountId of await unansweredSince(k.db, new Date(now.getTime() - wait_days * day_ms))) {
    // One that cannot be erased (somebody gave the account a role) must not keep the others.
    const done = await eraseUnanswered(k, accountId).catch((error) => {
      k.log.error({ err: error, account: accountId }, 'an account without a guardian’s consent could not be erased');
      return false;
    });
    erased += Number(done);
  }
  return { grown, erased };
}

async function letGo(k: Kernel, accountId: string, today: string): Promise<boolean> {
  const now = k.clock.now();
  return inTransaction(k.db, async (tx) => {
    const guardian = await lockGuardian(tx, accountId);
    if (!guardian || isUnderAge(guardian.birthMonth, today)) return false;
    await deleteGuardian(tx, accountId);
    await k.notify.send(tx, now, { to: { accountId }, kind: 'people.guardian_over', link: '/me/data#consents' });
    await audit(tx, now, { actorId: null, action: 'people.guardian_over', objectType: 'account', objectId: accountId });
    return true;
  });
}

async function eraseUnanswered(k: Kernel, accountId: string): Promise<boolean> {
  return inTransaction(k.db, async (tx) => {
    const guardian = await lockGuardian(tx, accountId);
    // The guardian may have agreed since the list was read.
    if (guardian?.state !== 'asked') return false;
    await eraseChild(k, tx, accountId, 'people.guardian_silent');
    return true;
  });
}

import { createHash, randomBytes } from 'node:crypto';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { mayAdministerCity } from '../admin/admin.policy.ts';
import { holdsRole } from '../me/data.queries.ts';
import { profileOf } from '../me/profile.queries.ts';
import {
  endRecovery,
  lockRecovery,
  markChecked,
  markConfirmed,
  ownsAddress,
  type Recovery,
  type RecoveryState,
} from './recovery.queries.ts';

export const stopHash = (token: string) => createHash('sha256').update(token).digest();

/**
 * Somebody stood at the counter and an administrator of the city saw who they are. An account of staff waits for a second
 * administrator; any other begins to wait for its owner to object.
 * @throws AppError kernel.not_allowed, kernel.not_found, people.not_yourself, people.recovery_stale,
 * people.recovery_no_account, people.recovery_taken, people.recovery_running
 */
export async function checkRecovery(k: Kernel, actor: Actor, id: string): Promise<void> {
  await act(k, actor, id, 'asked', async (tx, recovery, by) => {
    const accountId = await checkedAccount(tx, recovery, by);
    const staff = await holdsRole(tx, accountId);
    const wait = staff ? null : waiting(k);
    await markChecked(tx, id, { by, at: k.clock.now(), runsAt: wait?.runsAt ?? null, stopHash: wait?.hash ?? null });
    if (wait) await warnOwner(k, tx, accountId, wait);
    await record(k, tx, actor, 'people.recovery_checked', recovery);
  });
}

/**
 * The second pair of eyes for accounts of staff: another administrator than the one who checked.
 * @throws AppError the same, and people.recovery_second
 */
export async function confirmRecovery(k: Kernel, actor: Actor, id: string): Promise<void> {
  await act(k, actor, id, 'checked', async (tx, recovery, by) => {
    if (recovery.checkedBy === by) fail('people.recovery_second');
    const accountId = await checkedAccount(tx, recovery, by);
    const wait = waiting(k);
    await markConfirmed(tx, id, { by, at: k.clock.now(), runsAt: wait.runsAt, stopHash: wait.hash });
    await warnOwner(k, tx, accountId, wait);
    await record(k, tx, actor, 'people.recovery_confirmed', recovery);
  });
}

/** Not the person, or not to be told: name and addresses are forgotten. @throws AppError the same */
export async function refuseRecovery(k: Kernel, actor: Actor, id: string): Promise<void> {
  await act(k, actor, id, ['asked', 'checked', 'waiting'], async (tx, recovery) => {
    await endRecovery(tx, id, 'refused', k.clock.now());
    await record(k, tx, actor, 'people.recovery_refused', recovery);
  });
}

async function act(
  k: Kernel,
  actor: Actor,
  id: string,
  from: RecoveryState | RecoveryState[],
  work: (tx: Tx, recovery: Recovery, by: string) => Promise<void>,
): Promise<void> {
  if (!mayAdministerCity(actor) || !actor.accountId) fail('kernel.not_allowed');
  const by = actor.accountId;
  try {
    await inTransaction(k.db, async (tx) => {
      const recovery = (await lockRecovery(tx, id)) ?? fail('kernel.not_found');
      const late = recovery.state !== 'waiting' && recovery.expiresAt <= k.clock.now();
      if (late || ![from].flat().includes(recovery.state)) fail('people.recovery_stale');
      await work(tx, recovery, by);
    });
  } catch (error) {
    if (isDuplicate(error, 'recovery_running_idx')) fail('people.recovery_running');
    throw error;
  }
}

/** An account that the new address can go to, and not the administrator's own. */
async function checkedAccount(tx: Tx, recovery: Recovery, by: string): Promise<string> {
  const accountId = recovery.accountId ?? fail('people.recovery_no_account');
  if (accountId === by) fail('people.not_yourself');
  const holder = await ownsAddress(tx, recovery.fresh);
  if (holder && holder !== accountId) fail('people.recovery_taken');
  return accountId;
}

type Waiting = { token: string; hash: Buffer; runsAt: Date };

function waiting(k: Kernel): Waiting {
  const token = randomBytes(32).toString('base64url');
  const runsAt = new Date(k.clock.now().getTime() + k.config.RECOVERY_HOURS * 3_600_000);
  return { token, hash: stopHash(token), runsAt };
}

/** Every address that the account has hears of it, the lost one too, with a link that stops it; /me/logins says it to whoever is signed in. */
async function warnOwner(k: Kernel, tx: Tx, accountId: string, { token, runsAt }: Waiting): Promise<void> {
  const profile = await profileOf(tx, accountId);
  const notice = {
    kind: 'people.recovery',
    params: { when: { at: runsAt.toISOString() } },
    link: `/recovery/stop/${token}`,
    urgent: true,
  };
  for (const to of [profile?.email && { email: profile.email }, profile?.phone && { phone: profile.phone }])
    if (to) await k.notify.send(tx, k.clock.now(), { to: { ...to, locale: profile?.locale ?? 'zh-CN' }, ...notice });
}

function record(k: Kernel, tx: Tx, actor: Actor, action: string, { accountId, id, number }: Recovery): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: accountId ? 'account' : 'recovery',
    objectId: accountId ?? id,
    details: { number },
  });
}

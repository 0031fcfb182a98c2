import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { setEmail, setNames, setPhone } from '../../me/profile.queries.ts';
import { showChange } from '../../register/membership/show-change.ts';
import { dropSecondFactor } from '../../second-factor/second-factor.queries.ts';
import { tellOfChange } from '../../security-notice.ts';
import { deleteSessionsOf } from '../../sign-in/open-session.queries.ts';
import { mayManageAccount } from '../admin.policy.ts';
import { holdVersion } from '../admin-page.tsx';
import { forgetPasskeys, grantsOf, type LockedAccount, lockAccount, setDisabled } from './accounts.queries.ts';
import { keepAdministrator } from './keep-administrator.ts';

/** What the form of an account was made from; see `versionOf`. */
export function accountState(account: Pick<LockedAccount, 'name' | 'email' | 'phone'>) {
  return [account.name, account.email, account.phone];
}

/** An account that the actor may change, held until the transaction ends. */
async function hold(tx: Tx, actor: Actor, accountId: string): Promise<LockedAccount> {
  const account = await lockAccount(tx, accountId);
  if (!account || !mayManageAccount(actor, await grantsOf(tx, accountId))) return fail('kernel.not_found');
  return account;
}

function record(tx: Tx, at: Date, actor: Actor, action: string, accountId: string, details: object): Promise<void> {
  return audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'account',
    objectId: accountId,
    details: { ...details },
  });
}

/**
 * Corrects name and addresses. Who had the address before is told of it there.
 * @param input `version`: of the state that was shown
 * @throws AppError kernel.not_found, kernel.changed_meanwhile, people.address_taken
 */
export async function changeAccount(
  k: Kernel,
  actor: Actor,
  accountId: string,
  input: { name: string; email: string | null; phone: string | null; version?: string },
): Promise<void> {
  const at = k.clock.now();
  try {
    await inTransaction(k.db, async (tx) => {
      const before = await hold(tx, actor, accountId);
      holdVersion(accountState(before), input.version);
      const changed = (['name', 'email', 'phone'] as const).filter((field) => before[field] !== input[field]);
      if (changed.length === 0) return;
      if (changed.includes('email') || changed.includes('phone')) {
        for (const old of [
          before.email !== input.email && before.email ? { email: before.email } : null,
          before.phone !== input.phone && before.phone ? { phone: before.phone } : null,
        ])
          if (old)
            await k.notify.send(tx, at, {
              to: { ...old, locale: 'zh-CN' },
              kind: 'people.security',
              params: { what: 'address' },
              link: '/me/sessions',
              urgent: true,
            });
        if (before.email !== input.email) await setEmail(tx, accountId, input.email);
        if (before.phone !== input.phone) await setPhone(tx, accountId, input.phone);
        await tellOfChange(k, tx, accountId, 'address');
      }
      const displayName = before.displayName === before.name ? input.name : before.displayName;
      if (before.name !== input.name) {
        await setNames(tx, accountId, { name: input.name, displayName });
        await showChange(k, tx, actor, accountId, at);
      }
      await record(tx, at, actor, 'people.account_changed', accountId, { changed });
    });
  } catch (error) {
    if (isDuplicate(error)) fail('people.address_taken');
    throw error;
  }
}

/**
 * Closes an account, or opens it again. Its sessions end; nothing of what it did goes away.
 * @throws AppError kernel.not_found, people.last_administrator, people.not_yourself
 */
export async function disableAccount(k: Kernel, actor: Actor, accountId: string, disable: boolean): Promise<void> {
  if (accountId === actor.accountId) fail('people.not_yourself');
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    if (disable) await keepAdministrator(tx, accountId);
    const account = await hold(tx, actor, accountId);
    if (account.disabled === disable) return;
    await setDisabled(tx, accountId, disable ? at : null);
    const sessions = disable ? await deleteSessionsOf(tx, accountId) : 0;
    const action = disable ? 'people.account_disabled' : 'people.account_enabled';
    await record(tx, at, actor, action, accountId, { sessions });
    if (!disable) return;
    const event = { type: 'people.account_disabled', subject: accountId, actorId: actor.accountId };
    await k.outbox.emit(tx, at, { ...event, payload: { accountId } });
  });
}

/**
 * For somebody who lost their phone: authenticator, recovery codes and passkeys are forgotten, every session ends; a new
 * second factor is set up at the next sign-in. The person is told.
 * @throws AppError kernel.not_found, people.not_yourself
 */
export async function resetSecondFactor(k: Kernel, actor: Actor, accountId: string): Promise<void> {
  if (accountId === actor.accountId) fail('people.not_yourself');
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await hold(tx, actor, accountId);
    await dropSecondFactor(tx, accountId);
    const passkeys = await forgetPasskeys(tx, accountId);
    const sessions = await deleteSessionsOf(tx, accountId);
    await tellOfChange(k, tx, accountId, 'second_factor');
    await record(tx, at, actor, 'people.second_factor_reset', accountId, { passkeys, sessions });
  });
}

/** @throws AppError kernel.not_found */
export async function endSessions(k: Kernel, actor: Actor, accountId: string): Promise<void> {
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await hold(tx, actor, accountId);
    const sessions = await deleteSessionsOf(tx, accountId);
    await record(tx, at, actor, 'people.sessions_ended', accountId, { sessions });
  });
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { eraseAccount } from '../me/erase-account.ts';
import { profileOf } from '../me/profile.queries.ts';
import { lockGuardian, setConsented } from './guardian.queries.ts';
import { guardianWording } from './guardian.rules.ts';

/**
 * The guardian agrees: the child may write from now on. Twice is once.
 * @throws AppError people.guardian_link_gone where the account or the guardian is gone
 */
export async function consentAsGuardian(k: Kernel, accountId: string): Promise<void> {
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    if (!(await lockGuardian(tx, accountId))) fail('people.guardian_link_gone');
    if (!(await setConsented(tx, accountId, guardianWording, now))) return;
    await k.outbox.emit(tx, now, { type: 'people.guardian_consented', subject: accountId, payload: { accountId } });
    await k.notify.send(tx, now, { to: { accountId }, kind: 'people.guardian_consented', link: '/me' });
    await audit(tx, now, {
      actorId: null,
      action: 'people.guardian_consented',
      objectType: 'account',
      objectId: accountId,
      details: { wording: guardianWording },
    });
  });
}

/** The guardian does not agree, or no longer: the child's account goes, with everything in it. */
export async function refuseAsGuardian(k: Kernel, accountId: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    if (!(await lockGuardian(tx, accountId))) fail('people.guardian_link_gone');
    await eraseChild(k, tx, accountId, 'people.guardian_refused');
  });
}

/** Closes a child's account and tells the child, at an address that is forgotten once the message has gone out. */
export async function eraseChild(
  k: Kernel,
  tx: Tx,
  accountId: string,
  why: 'people.guardian_refused' | 'people.guardian_silent',
): Promise<void> {
  const child = await profileOf(tx, accountId);
  if (!child || !(await eraseAccount(k, tx, accountId, { actorId: null, action: why }))) return;
  const { email, phone, locale } = child;
  if (!email && !phone) return;
  await k.notify.send(tx, k.clock.now(), { to: { email, phone, locale }, kind: why, link: '/' });
}

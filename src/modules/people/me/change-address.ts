import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { keepOneWay } from '../logins/remove-login.ts';
import { tellOfChange } from '../security-notice.ts';
import { auditName } from '../session.ts';
import type { Address } from '../sign-in/address.ts';
import { profileOf, setEmail, setPhone } from './profile.queries.ts';

type Owner = Actor & { accountId: string };

/**
 * Puts an address that was proved by a code in the place of the one before, which is told of it.
 * @throws AppError people.address_taken where another account has it
 */
export async function changeAddress(k: Kernel, owner: Owner, { channel, to }: Address): Promise<void> {
  const now = k.clock.now();
  const before = await profileOf(k.db, owner.accountId);
  try {
    await inTransaction(k.db, async (tx) => {
      await tellOfChange(k, tx, owner.accountId, 'address');
      const old = channel === 'email' ? before?.email : before?.phone;
      // The notice above goes to where the account is reached from now on; the address that is left hears of it, too.
      if (old && old !== to) {
        await k.notify.send(tx, now, {
          to: { ...(channel === 'email' ? { email: old } : { phone: old }), locale: owner.locale },
          kind: 'people.security',
          params: { what: 'address' },
          link: '/me/sessions',
          urgent: true,
        });
      }
      await (channel === 'email' ? setEmail : setPhone)(tx, owner.accountId, to);
      await record(tx, now, owner, 'people.address_changed', channel);
    });
  } catch (error) {
    if (isDuplicate(error)) fail('people.address_taken');
    throw error;
  }
}

/**
 * Takes an address off; it is told of it, in case it was not its owner.
 * @throws AppError people.last_way where nothing else opens the account
 */
export async function removeAddress(k: Kernel, owner: Owner, channel: Address['channel']): Promise<void> {
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await keepOneWay(tx, owner.accountId);
    const before = await profileOf(tx, owner.accountId);
    const old = channel === 'email' ? before?.email : before?.phone;
    if (!old) return;
    await k.notify.send(tx, now, {
      to: { ...(channel === 'email' ? { email: old } : { phone: old }), locale: owner.locale },
      kind: 'people.security',
      params: { what: 'address' },
      link: '/me/sessions',
      urgent: true,
    });
    await (channel === 'email' ? setEmail : setPhone)(tx, owner.accountId, null);
    await tellOfChange(k, tx, owner.accountId, 'address');
    await record(tx, now, owner, 'people.address_removed', channel);
  });
}

function record(tx: Tx, at: Date, owner: Owner, action: string, channel: string): Promise<void> {
  return audit(tx, at, {
    actorId: owner.accountId,
    actorName: auditName(owner),
    action,
    objectType: 'account',
    objectId: owner.accountId,
    details: { channel },
  });
}

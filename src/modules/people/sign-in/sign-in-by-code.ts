import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Role } from '../actor.ts';
import { accountWithRoles } from '../session.queries.ts';
import type { Address } from './address.ts';
import { nextPlace } from './next-place.ts';
import { accountForAddress } from './open-session.queries.ts';
import { openSession } from './open-session.ts';

/**
 * Signs in whoever proved that an address is theirs; whoever is new gets an account.
 * @returns where they go on
 * @throws AppError people.account_disabled
 */
export async function signInByCode(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  address: Address,
  { locale, back }: { locale: Locale; back: string },
): Promise<string> {
  const { id } = await inTransaction(k.db, async (tx) => {
    const account = await accountForAddress(tx, address, locale);
    if (account.isNew)
      await audit(tx, k.clock.now(), {
        actorId: account.id,
        action: 'people.account_made',
        objectType: 'account',
        objectId: account.id,
        details: { channel: address.channel },
      });
    return account;
  });
  await openSession(k, request, reply, { accountId: id, proof: 'code' });
  return placeAfterSignIn(k, id, back);
}

/** Where somebody goes on who has just signed in without a second factor. */
export async function placeAfterSignIn(k: Kernel, accountId: string, back: string): Promise<string> {
  const account = await accountWithRoles(k.db, accountId, null);
  return nextPlace(
    {
      name: account?.name ?? '',
      roles: (account?.roles ?? []) as { role: Role; departmentId: string | null }[],
      secondFactor: false,
    },
    back,
  );
}

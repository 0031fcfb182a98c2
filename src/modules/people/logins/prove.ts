import type { FastifyRequest } from 'fastify';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { requireOwner } from '../session.ts';
import { accountOfLogin, useLogin } from '../sign-in/outside/outside.queries.ts';
import type { Identity, ProviderId } from '../sign-in/outside/provider.ts';
import { markProven, provenAt } from './ways.queries.ts';

/** How long a sign-in counts as recent. */
export const recentMinutes = 15;

export type RecentOwner = Actor & { accountId: string; sessionId: string };

/**
 * Somebody who proved to be the owner a moment ago: a browser left open must not be enough to change the ways in,
 * to take everything away or to close the account.
 * @throws AppError people.prove_again, and what `requireOwner` throws
 */
export async function requireRecentOwner(
  k: Kernel,
  request: FastifyRequest,
  options: { evenWaiting?: boolean } = {},
): Promise<RecentOwner> {
  const owner = await requireOwner(k, request, options);
  await requireProof(k, owner);
  return owner;
}

/** @throws AppError people.prove_again */
export async function requireProof(k: Kernel, owner: Pick<RecentOwner, 'sessionId'>): Promise<void> {
  const at = await provenAt(k.db, owner.sessionId);
  if (!at || k.clock.now().getTime() - at.getTime() > recentMinutes * 60_000) fail('people.prove_again');
}

/** The session counts as recent again, after a code to one of the account's own addresses. */
export async function confirmSession(k: Kernel, owner: Pick<RecentOwner, 'sessionId'>): Promise<void> {
  await inTransaction(k.db, (tx) => markProven(tx, owner.sessionId, k.clock.now()));
}

/** @throws AppError people.prove_other where the login is not of this account */
export async function confirmByLogin(
  k: Kernel,
  owner: RecentOwner,
  provider: ProviderId,
  identity: Identity,
): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    if ((await accountOfLogin(tx, provider, identity)) !== owner.accountId) fail('people.prove_other');
    await useLogin(tx, provider, identity.id, k.clock.now());
    await markProven(tx, owner.sessionId, k.clock.now());
  });
}

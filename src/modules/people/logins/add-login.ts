import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { tellOfChange } from '../security-notice.ts';
import { auditName } from '../session.ts';
import { accountOfLogin, insertLogin } from '../sign-in/outside/outside.queries.ts';
import type { Identity, ProviderId } from '../sign-in/outside/provider.ts';
import { requireProof } from './prove.ts';

type Owner = Actor & { accountId: string; sessionId: string };

/**
 * Adds a way in. Adding one that the account has is nothing new.
 * @throws AppError people.prove_again, people.login_taken where another account has it
 */
export async function addLogin(k: Kernel, owner: Owner, provider: ProviderId, identity: Identity): Promise<void> {
  await requireProof(k, owner);
  await taken(inTransaction(k.db, (tx) => addLoginInTransaction(k, tx, owner, provider, identity)));
}

/** The same inside a transaction that does more; `taken` puts the unique key's refusal into words. */
export async function addLoginInTransaction(
  k: Kernel,
  tx: Tx,
  owner: Actor & { accountId: string },
  provider: ProviderId,
  identity: Identity,
): Promise<void> {
  const at = k.clock.now();
  const holder = await accountOfLogin(tx, provider, identity);
  if (holder === owner.accountId) return;
  if (holder) fail('people.login_taken');
  await insertLogin(tx, { accountId: owner.accountId, provider, providerAccountId: identity.id, at });
  await tellOfChange(k, tx, owner.accountId, 'login');
  await audit(tx, at, {
    actorId: owner.accountId,
    actorName: auditName(owner),
    action: 'people.login_added',
    objectType: 'account',
    objectId: owner.accountId,
    details: { provider },
  });
}

/** @throws AppError people.login_taken where the unique key says so */
export async function taken<R>(work: Promise<R>): Promise<R> {
  try {
    return await work;
  } catch (error) {
    if (isDuplicate(error)) return fail('people.login_taken');
    throw error;
  }
}

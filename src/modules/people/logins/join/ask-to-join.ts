import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import type { Address } from '../../sign-in/address.ts';
import { accountOfLogin } from '../../sign-in/outside/outside.queries.ts';
import type { Identity, ProviderId } from '../../sign-in/outside/provider.ts';
import { requireProof } from '../prove.ts';
import { accountWithAddress, insertJoin } from './join.queries.ts';

type Owner = Actor & { accountId: string; sessionId: string };
const minutes = 15;

/**
 * The other account was proved by a login of its own; what moves is shown next.
 * @throws AppError people.prove_again, people.join_unknown, people.join_itself
 */
export async function askToJoinByLogin(
  k: Kernel,
  owner: Owner,
  provider: ProviderId,
  identity: Identity,
): Promise<void> {
  await ask(k, owner, (tx) => accountOfLogin(tx, provider, identity));
}

/** The other account was proved by a code to its address. @throws the same */
export async function askToJoinByCode(k: Kernel, owner: Owner, address: Address): Promise<void> {
  await ask(k, owner, (tx) => accountWithAddress(tx, address.channel, address.to));
}

async function ask(k: Kernel, owner: Owner, find: (tx: Tx) => Promise<string | undefined>): Promise<void> {
  await requireProof(k, owner);
  await inTransaction(k.db, async (tx) => {
    const otherId = (await find(tx)) ?? fail('people.join_unknown');
    if (otherId === owner.accountId) fail('people.join_itself');
    const expiresAt = new Date(k.clock.now().getTime() + minutes * 60_000);
    await insertJoin(tx, { accountId: owner.accountId, otherId, expiresAt });
  });
}

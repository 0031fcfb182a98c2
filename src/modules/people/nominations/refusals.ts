import type { Db, Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { refusalHash } from './invitation-token.ts';
import { insertRefusals, refusingHashes } from './nominations.queries.ts';

/** Whether whoever has one of these addresses does not want to be invited to anything; they are not written to. */
export async function refusesInvitations(
  k: Pick<Kernel, 'secret'>,
  db: Db,
  addresses: readonly string[],
): Promise<boolean> {
  const hashes = addresses.map((address) => refusalHash(k, address));
  return (await refusingHashes(db, hashes)).size > 0;
}

/** Somebody does not want to be asked again: a keyed hash of each address stays, and nothing else. */
export async function refuseInvitations(
  k: Pick<Kernel, 'secret'>,
  tx: Tx,
  addresses: readonly string[],
): Promise<void> {
  await insertRefusals(
    tx,
    addresses.map((address) => refusalHash(k, address)),
  );
}

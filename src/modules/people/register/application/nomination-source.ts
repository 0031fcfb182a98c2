import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** A nomination that somebody accepted and has not applied with yet. */
export type AcceptedNomination = { id: string; nominatedBy: readonly string[] };

/** Where accepted nominations come from: those of one account, the oldest first. */
export type NominationSource = (tx: Tx, accountId: string) => Promise<AcceptedNomination[]>;

const sources = new WeakMap<Kernel, NominationSource>();

/** Lets applications answer nominations; in the `wire` of the part that keeps them. */
export function declareNominations(k: Kernel, source: NominationSource): void {
  sources.set(k, source);
}

export async function acceptedNominations(k: Kernel, tx: Tx, accountId: string): Promise<AcceptedNomination[]> {
  return (await sources.get(k)?.(tx, accountId)) ?? [];
}

import type { Db, Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { unlockKey } from '../log/keys.ts';
import { holdRolls, movePseudonym, onRoll, type RollOf, rolls } from './roll.queries.ts';
import { pseudonym } from './roll-slot.ts';

/**
 * Ballots on whose roll somebody is. Known only until the results are final, when the key is taken away from which
 * pseudonyms are made; and only that they voted, never what.
 */
export async function rollOf(
  k: Kernel,
  db: Db,
  accountId: string,
): Promise<{ competition: string; ballots: number }[]> {
  const found: { competition: string; ballots: number }[] = [];
  for (const roll of await rolls(db)) {
    const ballots = await onRoll(db, roll, own(k, roll, accountId));
    if (ballots > 0) found.push({ competition: roll.title, ballots });
  }
  return found;
}

/** Two accounts of one person become one: who voted with the one has voted with the other. */
export async function joinRoll(k: Kernel, tx: Tx, from: string, to: string): Promise<void> {
  // Nobody casts meanwhile: a ballot under way would come onto the roll of the account that disappears.
  await holdRolls(tx);
  for (const roll of await rolls(tx)) await movePseudonym(tx, roll, own(k, roll, from), own(k, roll, to));
}

const own = (k: Kernel, roll: RollOf, accountId: string): Buffer =>
  pseudonym(unlockKey(k, roll.stageId, roll.rollKey), accountId);

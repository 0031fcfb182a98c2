import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { untieLetters } from './batches.queries.ts';
import { forgetNominations } from './nominations.queries.ts';

/**
 * Ends nominations: everything about whom they were for goes in this transaction, and the letter of recommendation that
 * may name them with it. Nothing is written anywhere of why.
 */
export async function endNominations(
  k: Kernel,
  tx: Tx,
  ids: readonly string[],
  as: 'not_accepted' | 'withdrawn' | 'done',
): Promise<void> {
  if (ids.length === 0) return;
  await k.files.release(tx, await untieLetters(tx, ids));
  await forgetNominations(tx, ids, as);
}

import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { deleteFiles } from './file.queries.ts';
import { endInvitationsOfEntry } from './invitation.queries.ts';
import { deleteDraft, setWithdrawn } from './own-entry.queries.ts';
import { holdDeed, lockOwn, ownEntry } from './own-entry.ts';

/**
 * Takes an entry back, any time before the results are final, and from a competition that was called off. Before the deadline it can be handed in again, under the
 * same number.
 * @throws AppError competitions.entry_not_found, .entry_wrong_state, .wrong_state
 */
export async function withdrawEntry(k: Kernel, actor: Actor, entryId: string): Promise<void> {
  const { competition } = await ownEntry(k.db, actor, entryId);
  await actOnCompetition(
    k,
    actor,
    competition.id,
    { act: 'withdraw_entry', as: 'entrant', states: ['open', 'cancelled'], may: () => true },
    async ({ tx, competition: held, at }) => {
      const entry = await lockOwn(tx, actor, entryId);
      if (entry.state === 'withdrawn') return { done: false, result: undefined };
      holdDeed(held, entry, at, 'withdraw');
      await setWithdrawn(tx, entryId, at);
      return { entryId, details: { number: entry.number, from: entry.state }, result: undefined };
    },
  );
}

/** Deletes a draft with everything in it. @throws AppError competitions.entry_not_found, .entry_wrong_state */
export async function discardDraft(k: Kernel, actor: Actor, entryId: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const entry = await lockOwn(tx, actor, entryId);
    if (entry.state !== 'draft') fail('competitions.entry_wrong_state', { state: entry.state });
    await k.files.release(tx, await deleteFiles(tx, entryId, 'all'));
    await endInvitationsOfEntry(tx, entryId, k.clock.now());
    await deleteDraft(tx, entryId);
  });
}

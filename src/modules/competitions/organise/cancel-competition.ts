import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, auditName } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { factsOf, lockCompetition } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { deleteDraft, insertNote, markCancelled } from './organise.queries.ts';
import { lines } from './typed.ts';

export const cancelInput = z.object({ reason: lines(1000, 'competitions.organise.field_error.reason', 5) });

/** Calls off an open competition for good, with a reason that everybody reads. */
export async function cancelCompetition(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: z.input<typeof cancelInput>,
): Promise<void> {
  const { reason } = cancelInput.parse(given);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'cancel', as: 'organiser', may: organises },
    async ({ tx, competition, at }) => {
      await markCancelled(tx, competition.id, reason);
      await insertNote(tx, { competitionId: competition.id, at, kind: 'cancel', text: reason });
      return { details: { reason }, result: undefined };
    },
  );
}

/** Throws away a draft, which nobody but its organisers ever saw. The audit log keeps that it was there. */
export async function discardDraft(k: Kernel, actor: Actor, competitionId: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const competition = await lockCompetition(tx, competitionId);
    if (!competition) return fail('competitions.not_found');
    if (!organises(actor, await factsOf(tx, competition, actor.accountId))) fail('kernel.not_allowed');
    if (competition.state !== 'draft') fail('competitions.wrong_state', { state: competition.state });
    const at = k.clock.now();
    await deleteDraft(tx, competition.id);
    await k.outbox.emit(tx, at, {
      type: 'competitions.discard',
      subject: competition.id,
      actorId: actor.accountId,
      payload: { slug: competition.slug, stageId: null, entryId: null },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: auditName(actor),
      action: 'competitions.discard',
      objectType: 'competition',
      objectId: competition.id,
      departmentId: competition.departmentId,
      details: { slug: competition.slug },
    });
  });
}

import { z } from 'zod';
import { newId, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { type Consultation, insertStep } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import { insertNote, markCancelled } from './convene.queries.ts';
import { hearingsOf, lockHearing, markHearingCancelled } from './hearing.queries.ts';
import { lines } from './typed.ts';

export const cancelInput = z.object({ reason: lines(1000, 'consultations.convene.field_error.reason', 5) });

/** Calls it off for good, with a reason; everybody reads it of one that was open. What came in stays; hearings to come are off. */
export async function cancelConsultation(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof cancelInput>,
): Promise<void> {
  const { reason } = cancelInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    id,
    { act: 'cancel', as: 'convener', statuses: ['prepared', 'not_started', 'running', 'ended'], may: convenes },
    async ({ tx, consultation, at }) => {
      await markCancelled(tx, consultation.id, reason);
      if (consultation.state === 'open')
        await insertNote(tx, { id: newId(), consultationId: consultation.id, at, text: reason });
      await cancelHearings(k, tx, actor, consultation, { at, reason });
      return { details: { reason }, result: undefined };
    },
  );
}

/** Whoever signed up for a hearing is told that it is off, as when it alone is called off. */
async function cancelHearings(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { id, slug, kind }: Consultation,
  { at, reason }: { at: Date; reason: string },
): Promise<void> {
  for (const { id: hearingId, endsAt } of await hearingsOf(tx, id)) {
    if (endsAt <= at) continue;
    await lockHearing(tx, hearingId);
    if (!(await markHearingCancelled(tx, hearingId, at, reason))) continue;
    const act = 'cancel_hearing';
    const step = { consultationId: id, subjectId: hearingId, byId: actor.accountId, act, details: { reason } };
    await insertStep(tx, at, { ...step, byAs: 'convener' });
    const payload = { slug, kind, subjectId: hearingId };
    await k.outbox.emit(tx, at, { type: `consultations.${act}`, subject: id, actorId: actor.accountId, payload });
  }
}

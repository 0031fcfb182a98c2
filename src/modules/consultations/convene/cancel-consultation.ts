import { z } from 'zod';
import { newId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { insertNote, markCancelled } from './convene.queries.ts';
import { lines } from './typed.ts';

export const cancelInput = z.object({ reason: lines(1000, 'consultations.convene.field_error.reason', 5) });

/** Calls it off for good, with a reason; everybody reads it of one that was open. What came in stays. */
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
      return { details: { reason }, result: undefined };
    },
  );
}

import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { consultationById } from '../consultation.queries.ts';
import { hearingById, placeOf, placesOf } from './hearing.queries.ts';

// keys: consultations.notify.*

/** What is older comes from the demo's past or from a long stop; nobody is told of it any more. */
const news_ms = 3 * 86_400_000;

/** Tells whoever signed up that a hearing was called off, and whoever waited that there is a seat. */
export function tellOfHearings(k: Kernel): void {
  k.notify.declareKinds(
    ['hearing_cancelled', 'hearing_seat'].map((kind) => ({
      kind: `consultations.${kind}`,
      group: 'consultations.hearings',
      mandatory: true,
    })),
  );
  k.outbox.subscribe({
    name: 'consultations.tell_of_hearings',
    types: ['consultations.cancel_hearing', 'consultations.hearing_seat_given'],
    handle: async (tx, event) => {
      if (k.clock.now().getTime() - event.at.getTime() <= news_ms) await tell(k, tx, event);
    },
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const consultation = await consultationById(tx, event.subject);
  const hearing =
    typeof event.payload.subjectId === 'string' ? await hearingById(tx, event.payload.subjectId) : undefined;
  if (!consultation || !hearing) return;
  const cancelled = event.type === 'consultations.cancel_hearing';
  const told = cancelled
    ? await placesOf(tx, hearing.id)
    : hearing.cancelledAt === null
      ? await stillSeated(tx, hearing.id, String(event.payload.accountId))
      : [];
  for (const { accountId } of told)
    await k.notify.send(tx, event.at, {
      to: { accountId },
      kind: cancelled ? 'consultations.hearing_cancelled' : 'consultations.hearing_seat',
      params: { title: consultation.title, place: hearing.place, reason: hearing.cancelReason },
      link: `/consultations/${consultation.slug}/hearings`,
      dedupe: `event:${event.id}:${accountId}`,
    });
}

/** Whoever got a seat, unless they gave it back meanwhile. */
async function stillSeated(tx: Tx, hearingId: string, accountId: string): Promise<{ accountId: string }[]> {
  const place = await placeOf(tx, hearingId, accountId);
  return place?.state === 'seated' ? [place] : [];
}

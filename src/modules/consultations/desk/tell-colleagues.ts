import type { Kernel } from '../../../kernel/kernel.ts';
import { consultationById } from '../consultation.queries.ts';
import { givenAt } from './decision.queries.ts';
import { deskPath } from './frame.tsx';

// keys: consultations.notify.opinions_assigned*

/** Tells a colleague that opinions were given to them; nobody is told of what they took themselves. */
export function tellColleagues(k: Kernel): void {
  k.notify.declareKinds([{ kind: 'consultations.opinions_assigned', group: 'consultations.work' }]);
  k.outbox.subscribe({
    name: 'consultations.tell_colleagues',
    types: ['consultations.assign_opinions'],
    handle: async (tx, event) => {
      const consultation = await consultationById(tx, event.subject);
      if (!consultation) return;
      const given = await givenAt(tx, consultation.id, event.at);
      for (const { accountId, count } of given) {
        if (accountId === event.actorId) continue;
        await k.notify.send(tx, event.at, {
          to: { accountId },
          kind: 'consultations.opinions_assigned',
          params: { consultation: consultation.title, count },
          link: `${deskPath(consultation.slug)}?show=mine`,
          dedupe: `assigned:${consultation.id}:${event.at.toISOString()}`,
        });
      }
    },
  });
}

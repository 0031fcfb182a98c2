import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { competitionById } from '../competition.queries.ts';
import { dutyById, invitationById } from './duty.queries.ts';

// keys: competitions.notify.*

/** What is older comes from the demo's past or from a long stop; nobody is told of it any more. */
const news_ms = 3 * 86_400_000;

/** Tells people that they are asked for a duty, and whoever asked of the answer. */
export function tellOfDuties(k: Kernel): void {
  k.notify.declareKinds(
    ['duty_asked', 'duty_invited', 'duty_answered', 'duty_ended'].map((kind) => ({
      kind: `competitions.${kind}`,
      group: 'competitions.duties',
      // Without these nobody would know that something waits for them.
      mandatory: kind === 'duty_asked' || kind === 'duty_invited',
    })),
  );
  k.outbox.subscribe({
    name: 'competitions.tell_of_duties',
    types: ['competitions.duty_asked', 'competitions.duty_answered', 'competitions.duty_ended'],
    handle: async (tx, event) => {
      if (k.clock.now().getTime() - event.at.getTime() <= news_ms) await tell(k, tx, event);
    },
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { dutyId, invitationId, answer, how } = event.payload;
  const row =
    typeof dutyId === 'string'
      ? await dutyById(tx, dutyId)
      : typeof invitationId === 'string'
        ? await invitationById(tx, invitationId)
        : undefined;
  const competition = row && (await competitionById(tx, row.competitionId));
  if (!row || !competition) return;
  const asked = event.type === 'competitions.duty_asked';
  // The holder hears of what is taken back, the asker of what is answered or laid down.
  const to = asked || how === 'taken_back' ? ('accountId' in row ? row.accountId : null) : row.askedBy;
  if (!to || to === event.actorId) return;
  await k.notify.send(tx, event.at, {
    to: { accountId: to },
    kind: event.type,
    params: {
      title: competition.title,
      // keys: competitions.duty.*, competitions.organise.people.is.*
      duty: { key: `competitions.duty.${row.duty}` },
      shownAs: row.shownAs,
      ...(asked ? {} : { how: { key: `competitions.organise.people.is.${saidAs(answer, how)}` } }),
    },
    link: asked || how === 'taken_back' ? '/me/duties' : `/organise/${competition.slug}/people`,
    dedupe: `event:${event.id}`,
  });
}

function saidAs(answer: unknown, how: unknown): string {
  if (answer === 'accept') return 'accepted';
  if (answer === 'decline') return 'declined';
  return how === 'taken_back' ? 'taken_back' : 'laid_down';
}

import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { type Competition, competitionById } from '../competition.queries.ts';
import { holdersToTell } from './certificate.queries.ts';
import { lastAnswered } from './complaint.queries.ts';
import { currentNotice, entrantsToTell } from './notice.queries.ts';

// keys: competitions.notify.notice_*, competitions.notify.complaint_*, competitions.notify.certificate_*

/** Tells entrants of the notice, organisers of complaints, who complained of the answer, and who got one of a certificate. */
export function tellOfResults(k: Kernel): void {
  k.notify.declareKinds([
    { kind: 'competitions.notice_published', group: 'competitions.entry_decided' },
    { kind: 'competitions.complaint_answered', group: 'competitions.entry_decided', mandatory: true },
    { kind: 'competitions.certificate_issued', group: 'competitions.entry_decided' },
    { kind: 'competitions.complaint_made', group: 'competitions.organising' },
  ]);
  k.outbox.subscribe({
    name: 'competitions.tell_of_results',
    types: [
      'competitions.publish_notice',
      'competitions.complain',
      'competitions.answer_complaint',
      'competitions.finalise',
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const competition = await competitionById(tx, event.subject);
  if (!competition) return;
  const { to, kind, link, params = {} } = await whom(k, tx, event, competition);
  await k.notify.send(
    tx,
    event.at,
    ...[...new Set(to)].map((accountId) => ({
      ...{ to: { accountId }, kind, link, dedupe: `event:${event.id}` },
      params: { competition: competition.title, ...params },
    })),
  );
}

type Telling = { to: string[]; kind: string; link: string; params?: Record<string, { day: string }> };

async function whom(k: Kernel, tx: Tx, event: DeliveredEvent, competition: Competition): Promise<Telling> {
  const { id, slug, departmentId } = competition;
  switch (event.type) {
    case 'competitions.publish_notice': {
      const endsAt = (await currentNotice(tx, id))?.endsAt ?? event.at;
      return {
        to: await entrantsToTell(tx, id),
        kind: 'competitions.notice_published',
        link: `/competitions/${slug}/notice`,
        params: { until: { day: localDate(endsAt, k.config.TIME_ZONE) } },
      };
    }
    case 'competitions.complain':
      return {
        to: await accountsWithRole(k, 'organiser', departmentId),
        kind: 'competitions.complaint_made',
        link: `/organise/${slug}/results/complaints`,
      };
    case 'competitions.answer_complaint':
      return {
        to: await lastAnswered(tx, id, event.at),
        kind: 'competitions.complaint_answered',
        link: `/competitions/${slug}/notice/mine`,
      };
    default:
      return { to: await holdersToTell(tx, id), kind: 'competitions.certificate_issued', link: '/me/certificates' };
  }
}

import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { accountsWithRole } from '../../people/index.ts';
import { competitionById } from '../competition.queries.ts';
import { objectionOf } from './objection.queries.ts';
import { entryById } from './screening.queries.ts';

// keys: competitions.notify.entry_*, competitions.notify.objection_*

/** By what was done: what the entrant is told. */
const told: Readonly<Record<string, string>> = {
  'competitions.accept_entry': 'competitions.entry_accepted',
  'competitions.reject_entry': 'competitions.entry_rejected',
  'competitions.lapse_mending': 'competitions.entry_rejected',
  'competitions.send_back': 'competitions.entry_mend',
  'competitions.disqualify_entry': 'competitions.entry_disqualified',
};

/** Tells entrants what was decided on their entry, and organisers of an objection. */
export function tellEntrants(k: Kernel): void {
  k.notify.declareKinds([
    ...[...new Set(Object.values(told))].map((kind) => ({
      kind,
      group: 'competitions.entry_decided',
      mandatory: true,
    })),
    { kind: 'competitions.objection_ruled', group: 'competitions.entry_decided', mandatory: true },
    { kind: 'competitions.objection_made', group: 'competitions.organising' },
  ]);
  k.outbox.subscribe({
    name: 'competitions.tell_of_screening',
    types: [...Object.keys(told), 'competitions.object', 'competitions.rule_on_objection'],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { entryId } = event.payload as { entryId: string | null };
  const competition = await competitionById(tx, event.subject);
  const entry = entryId === null ? undefined : await entryById(tx, entryId);
  if (!competition || !entry) return;
  const dedupe = `event:${event.id}`;
  const params = { title: entry.title, number: entry.number, competition: competition.title };
  const mine = `/me/entries/${entry.id}`;
  // With its ground, its reasons and the way to object.
  const outcome = `/competitions/${competition.slug}/notice/decision/${entry.number}`;
  if (event.type === 'competitions.object') {
    const staff = await accountsWithRole(k, 'organiser', competition.departmentId);
    const link = `/organise/${competition.slug}/screening/objections`;
    const kind = 'competitions.objection_made';
    await k.notify.send(tx, event.at, ...staff.map((accountId) => ({ to: { accountId }, kind, params, link, dedupe })));
    return;
  }
  if (entry.accountId === null || entry.accountId === event.actorId) return;
  const to = { accountId: entry.accountId };
  if (event.type === 'competitions.rule_on_objection') {
    const upheld = (await objectionOf(tx, entry.id))?.upheld === true ? 'yes' : 'no';
    const kind = 'competitions.objection_ruled';
    await k.notify.send(tx, event.at, { to, kind, params: { ...params, upheld }, link: outcome, dedupe });
    return;
  }
  const kind = told[event.type];
  if (!kind) return;
  const day = entry.mendUntil ? localDate(entry.mendUntil, k.config.TIME_ZONE) : '';
  await k.notify.send(tx, event.at, {
    ...{ to, kind, dedupe },
    link: kind === 'competitions.entry_rejected' ? outcome : mine,
    params: event.type === 'competitions.send_back' && day ? { ...params, until: { day } } : params,
  });
}

import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { placesOf } from './organisation-people.queries.ts';
import { type Organisation, organisationById } from './organisations.queries.ts';

// keys: people.notify.organisation_verified.*, people.notify.organisation_refused.*, people.notify.place_asked.*
// keys: people.notify.place_offered.*, people.notify.place_taken_up.*, people.notify.place_ended.*
const kinds = [
  'organisation_verified',
  'organisation_refused',
  'place_asked',
  'place_offered',
  'place_taken_up',
  'place_ended',
] as const;

/** Tells people of an organisation what concerns them: its verification, places asked for, offered and ended. */
export function tellOrganisations(k: Kernel): void {
  k.notify.declareKinds(kinds.map((kind) => ({ kind: `people.${kind}`, group: 'people.organisations' })));
  k.outbox.subscribe({
    name: 'people.organisations.tell',
    types: [...kinds.map((kind) => `people.${kind}`), 'people.place_turned_down'],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const organisation = await organisationById(tx, event.subject);
  if (!organisation) return;
  const accountId = typeof event.payload.accountId === 'string' ? event.payload.accountId : null;
  const own = accountId !== null && event.actorId === accountId;
  if (event.type.startsWith('people.organisation_') || own)
    await tellAdministrators(k, tx, event, organisation, accountId);
  else if (accountId) await k.notify.send(tx, event.at, notice(event, organisation, accountId, '/me/organisations'));
}

/** What somebody did themself concerns whoever administers: asking, saying yes. Leaving and refusing are their own. */
async function tellAdministrators(
  k: Kernel,
  tx: Tx,
  event: DeliveredEvent,
  organisation: Organisation,
  accountId: string | null,
): Promise<void> {
  if (event.type === 'people.place_turned_down' || event.type === 'people.place_ended') return;
  const people = await placesOf(tx, organisation.id);
  const administrators = people.filter(
    (place) => place.part === 'administrator' && place.state === 'held' && place.accountId !== accountId,
  );
  const link = `/organisations/${organisation.slug}/manage`;
  await k.notify.send(
    tx,
    event.at,
    ...administrators.map((place) => notice(event, organisation, place.accountId, link)),
  );
}

function notice(event: DeliveredEvent, organisation: Organisation, accountId: string, link: string): Notification {
  const kind = event.type === 'people.place_turned_down' ? 'people.place_ended' : event.type;
  const { part } = event.payload;
  return {
    to: { accountId },
    kind,
    params: {
      organisation: organisation.name,
      ...(typeof part === 'string' && { part: { key: `people.organisations.part.${part}` } }),
    },
    link,
  };
}

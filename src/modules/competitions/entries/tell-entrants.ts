import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NotifyParams } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { competitionById } from '../competition.queries.ts';
import { membersOfEntry } from './invitation.queries.ts';
import { entryById, type OwnEntry } from './own-entry.queries.ts';

type Telling = { kind: string; to: readonly (string | null)[]; link?: string };

/** Tells entrants what became of what they did. */
export function tellEntrants(k: Kernel): void {
  const group = 'competitions.entries';
  k.notify.declareKinds([
    ...['entry_handed_in', 'entry_late', 'entry_due', 'entry_withdrawn', 'nomination_accepted', 'nomination_ended'].map(
      (kind) => ({ kind: `competitions.${kind}`, group }),
    ),
    ...['member_joined', 'team_invitation_ended'].map((kind) => ({ kind: `competitions.${kind}`, group })),
    // Sent to addresses, whether or not somebody has an account with them.
    ...['nomination', 'team_invitation'].map((kind) => ({ kind: `competitions.${kind}`, group, mandatory: true })),
  ]);
  k.outbox.subscribe({
    name: 'competitions.tell_entrants',
    types: [
      'competitions.hand_in_entry',
      'competitions.mend_entry',
      'competitions.withdraw_entry',
      'competitions.accept_nomination',
      'competitions.join_team',
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { entryId } = event.payload as { entryId: string | null };
  const entry = entryId ? await entryById(tx, entryId) : undefined;
  if (!entry || entry.emptied) return;
  const competition = await competitionById(tx, entry.competitionId);
  if (!competition) return;
  const { kind, to, link = `/me/entries/${entry.id}` } = await tellingOf(tx, event.type, entry);
  const params: NotifyParams = { competition: competition.title, title: entry.title, number: entry.number ?? 0 };
  for (const accountId of new Set(to))
    if (accountId)
      await k.notify.send(tx, event.at, {
        to: { accountId },
        kind: `competitions.${kind}`,
        params,
        link,
        dedupe: `competitions.${kind}:${event.id}:${accountId}`,
      });
}

async function tellingOf(tx: Tx, type: string, entry: OwnEntry): Promise<Telling> {
  switch (type) {
    case 'competitions.accept_nomination':
      return { kind: 'nomination_accepted', to: [entry.nominatedBy], link: '/me/entries' };
    case 'competitions.join_team':
      return { kind: 'member_joined', to: [entry.accountId] };
    case 'competitions.withdraw_entry': {
      const team = await membersOfEntry(tx, entry.id);
      return {
        kind: 'entry_withdrawn',
        to: [entry.accountId, ...team.map(({ accountId }) => accountId)],
        link: '/me/entries',
      };
    }
    default:
      return {
        kind: entry.late && type === 'competitions.hand_in_entry' ? 'entry_late' : 'entry_handed_in',
        to: [entry.accountId],
      };
  }
}

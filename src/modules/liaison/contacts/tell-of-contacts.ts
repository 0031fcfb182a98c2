import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NotifyParams } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { accountsWithRole, departmentBook, membersByAccount } from '../../people/index.ts';
import { takersOf } from '../matters/hand-on.ts';
import { matterById } from '../matters/matter.queries.ts';

// keys: liaison.notify.*

/** What members hear of; what their contacts and the liaison office hear of. */
const memberKinds = [
  'liaison.contact_named',
  'liaison.contact_changed',
  'liaison.contact_gone',
  'liaison.wish_declined',
  'liaison.message',
  'liaison.entry',
  'liaison.matter_moved',
  'liaison.matter_answered',
  'liaison.matter_closed',
] as const;
const workKinds = [
  'liaison.work_member',
  'liaison.work_member_gone',
  'liaison.work_wish',
  'liaison.work_message',
  'liaison.work_entry',
  'liaison.work_request',
  'liaison.work_offer',
  'liaison.work_offer_ruled',
  'liaison.work_rated',
  'liaison.work_again',
  'liaison.work_case',
] as const;

type Kind = (typeof memberKinds)[number] | (typeof workKinds)[number];
type Telling = { to: (string | null)[]; kind: Kind; params?: NotifyParams; link: string };

/** What happened longer ago (a past read in, a relay that stood still) wakes nobody. */
const news_ms = 24 * 3_600_000;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

async function memberLink(tx: Tx, memberId: string): Promise<string> {
  const [member] = await membersByAccount(tx, [memberId]);
  return member ? `/liaison/members/${member.number}` : '/liaison';
}

async function officeName(k: Kernel, id: unknown): Promise<NotifyParams> {
  const office = (await departmentBook(k)).get(text(id))?.name;
  return { office: office ?? '' };
}

async function ofContact(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<Telling[]> {
  const { memberId, contactId, fromId, departmentId, side, reason } = event.payload;
  const member = { to: [text(memberId)], link: '/me/contact' };
  const contact = { to: [text(contactId)], link: await memberLink(tx, String(memberId)) };
  const params = await officeName(k, departmentId);
  switch (event.type) {
    case 'liaison.contact_assigned':
      return [
        { ...member, kind: 'liaison.contact_named', params },
        { ...contact, kind: 'liaison.work_member' },
      ];
    case 'liaison.contact_handed_over':
      return [
        { ...member, kind: 'liaison.contact_changed', params },
        { ...contact, kind: 'liaison.work_member' },
        { to: [text(fromId)], link: '/liaison', kind: 'liaison.work_member_gone' },
      ];
    case 'liaison.contact_ended': {
      const office = await accountsWithRole({ db: tx }, 'liaison_officer', null);
      const byChoice = reason === 'consent_withdrawn' || reason === 'member_left' || reason === 'erased';
      return [
        ...(byChoice ? [] : [{ ...member, kind: 'liaison.contact_gone' as const, params }]),
        { to: [text(contactId), ...office], link: '/liaison/contacts', kind: 'liaison.work_member_gone' },
      ];
    }
    case 'liaison.wish':
      return [
        {
          to: await accountsWithRole({ db: tx }, 'liaison_officer', null),
          link: '/liaison/contacts',
          kind: 'liaison.work_wish',
        },
      ];
    case 'liaison.wish_declined':
      return [{ ...member, kind: 'liaison.wish_declined' }];
    case 'liaison.message':
    case 'liaison.message_answer':
      return side === 'member'
        ? [{ ...contact, kind: 'liaison.work_message' }]
        : [{ ...member, kind: 'liaison.message', params }];
    default:
      return side === 'member'
        ? [{ ...contact, kind: 'liaison.work_entry' }]
        : [{ ...member, kind: 'liaison.entry', params }];
  }
}

const toMember: Readonly<Record<string, Kind>> = {
  step: 'liaison.matter_moved',
  postpone: 'liaison.matter_moved',
  to_case: 'liaison.matter_moved',
  case_news: 'liaison.matter_moved',
  case_again: 'liaison.matter_moved',
  take: 'liaison.matter_moved',
  answer: 'liaison.matter_answered',
  case_answered: 'liaison.matter_answered',
  lapse: 'liaison.matter_closed',
};
const toOwner: Readonly<Record<string, Kind>> = {
  open: 'liaison.work_request',
  give: 'liaison.work_request',
  add: 'liaison.work_entry',
  rate: 'liaison.work_rated',
  drop: 'liaison.work_rated',
  reopen: 'liaison.work_again',
  case_news: 'liaison.work_case',
  case_answered: 'liaison.work_case',
  case_again: 'liaison.work_case',
};

async function ofMatter(_: Kernel, tx: Tx, event: DeliveredEvent): Promise<Telling[]> {
  const matter = await matterById(tx, event.subject);
  if (!matter) return [];
  const act = event.type.slice('liaison.matter_'.length);
  const params = { number: matter.number };
  const link = `/liaison/matters/${matter.number}`;
  const tellings: Telling[] = [];
  const member = toMember[act];
  if (member) tellings.push({ to: [matter.member_id], kind: member, params, link: `/me/contact/${matter.number}` });
  const owner = toOwner[act];
  if (owner) tellings.push({ to: [matter.owner_id], kind: owner, params, link });
  if (act === 'offer') {
    const to = await takersOf({ db: tx }, String(event.payload.toDepartmentId));
    tellings.push({ to, kind: 'liaison.work_offer', params, link });
  }
  if (act === 'take' || act === 'refuse')
    tellings.push({ to: [text(event.payload.byId)], kind: 'liaison.work_offer_ruled', params, link });
  return tellings;
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
  const tellings = await (event.type.startsWith('liaison.matter_') ? ofMatter : ofContact)(k, tx, event);
  // Whoever did it knows.
  for (const { to, kind, params = {}, link } of tellings)
    for (const accountId of new Set(to))
      if (accountId && accountId !== event.actorId)
        await k.notify.send(tx, event.at, {
          to: { accountId },
          kind,
          params,
          link,
          dedupe: `${kind}:${event.id}`,
        });
}

const matterActs = [...new Set([...Object.keys(toMember), ...Object.keys(toOwner), 'offer', 'refuse'])];

/** Tells members, contacts and the liaison office what concerns them. Numbers and offices only, nobody's name or words. */
export function tellOfContacts(k: Kernel): void {
  k.notify.declareKinds([
    ...memberKinds.map((kind) => ({ kind, group: 'liaison.mine' })),
    ...workKinds.map((kind) => ({ kind, group: 'liaison.work' })),
  ]);
  k.outbox.subscribe({
    name: 'liaison.tell',
    types: [
      'liaison.contact_assigned',
      'liaison.contact_handed_over',
      'liaison.contact_ended',
      'liaison.wish',
      'liaison.wish_declined',
      'liaison.message',
      'liaison.message_answer',
      'liaison.entry',
      'liaison.entry_addition',
      ...matterActs.map((act) => `liaison.matter_${act}`),
    ],
    handle: (tx, event) => tell(k, tx, event),
  });
}

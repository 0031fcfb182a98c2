import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification, NotifyParams } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { departmentBook } from '../../people/index.ts';
import { isPublic } from '../cases.rules.ts';
import { type Audience, audienceOf } from './audience.queries.ts';

// keys: cases.notify.*

type Telling = {
  /** kind for the author, `cases.<kind>` */
  author?: string;
  /** kind for followers, `cases.followed.<kind>` */
  followers?: string;
  /** only where the event says so */
  when?: (event: DeliveredEvent) => boolean;
};

/** What authors and followers hear of, by event. Everything else that happens to a case is the offices' own. */
const tellings: Record<string, Telling> = {
  'cases.accept': { author: 'accepted' },
  'cases.decline': { author: 'declined' },
  'cases.merge': { author: 'merged' },
  'cases.dispatch': { author: 'dispatched' },
  'cases.reassign': { author: 'dispatched' },
  'cases.question': { author: 'question' },
  'cases.review': { author: 'replied', followers: 'replied' },
  'cases.rule_extension': {
    author: 'extended',
    followers: 'extended',
    when: ({ payload }) => payload.granted === true,
  },
  'cases.send_back': { author: 'reopened', followers: 'reopened' },
  'cases.reopen': { author: 'reopened', followers: 'reopened' },
  'cases.close': { author: 'closed', followers: 'closed' },
  'cases.rule_ending': { author: 'ended', followers: 'ended', when: ({ payload }) => payload.granted === true },
  'cases.promise_kept': { author: 'promise_kept', followers: 'promise_kept' },
  'cases.promise_broken': { author: 'promise_broken', followers: 'promise_broken' },
  'cases.hide': { author: 'hidden' },
  'cases.restore': { author: 'restored' },
  'cases.uphold': { author: 'appeal_upheld' },
};

/** Told whatever the person chose: the law or the matter demands it. */
const mandatory = new Set(['declined', 'question', 'replied', 'hidden', 'restored', 'appeal_upheld']);

/** Numbers as they stand in letters, as the sender of text messages wants them; one that cannot get any is left out. */
export function mobileNumber(phone: string): string | null {
  if (/^1[3-9]\d{9}$/.test(phone)) return `+86${phone}`;
  return /^\+\d{7,15}$/.test(phone) ? phone : null;
}

/** Where an author left word; null: nowhere, they look with their tracking code. */
function authorTo({ author }: Audience): Notification['to'] | null {
  return author.accountId ? { accountId: author.accountId } : wordTo(author);
}

function wordTo(left: Audience['merged'][number]): Notification['to'] | null {
  const phone = mobileNumber(left.phone);
  if (!left.email && !phone) return null;
  return { email: left.email || null, phone, locale: left.locale };
}

async function paramsOf(k: Kernel, event: DeliveredEvent, audience: Audience): Promise<NotifyParams> {
  const { departmentId, leadDepartmentId } = event.payload;
  const id = leadDepartmentId ?? departmentId;
  const office = typeof id === 'string' ? (await departmentBook(k)).get(id)?.name : undefined;
  return {
    number: audience.number,
    title: audience.title,
    office: office ?? '',
    due: audience.due_at ? { at: audience.due_at.toISOString() } : '',
  };
}

/** Tells whom an event concerns. An author is never told what they did themself; followers hear of public cases alone. */
async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const telling = tellings[event.type];
  if (!telling || (telling.when && !telling.when(event))) return;
  const audience = await audienceOf(tx, event.subject);
  if (!audience) return;
  const params = await paramsOf(k, event, audience);
  const notifications: Notification[] = [];
  const to = authorTo(audience);
  const byAuthor =
    (event.actorId !== null && event.actorId === audience.author.accountId) || event.payload.why === 'author';
  if (telling.author && to && !byAuthor) {
    const link = 'accountId' in to ? `/me/cases/${audience.number}` : `/cases/track?number=${audience.number}`;
    notifications.push({ to, kind: `cases.${telling.author}`, params, link, dedupe: `event:${event.id}` });
  }
  if (telling.followers && isPublic(audience.facts)) {
    const accounts = audience.followers.filter((accountId) => accountId !== event.actorId);
    // Whoever wrote the same without an account hears what became of it, as those do who follow.
    const others = audience.merged.flatMap((left) => wordTo(left) ?? []);
    for (const to of [...accounts.map((accountId) => ({ accountId })), ...others]) {
      notifications.push({
        to,
        kind: `cases.followed.${telling.followers}`,
        params,
        link: `/cases/${audience.number}`,
        dedupe: `event:${event.id}`,
      });
    }
  }
  await k.notify.send(tx, event.at, ...notifications);
}

/** Declares what residents are told of cases, and tells them. */
export function wireResidentNotices(k: Kernel): void {
  const all = Object.values(tellings);
  const authors = [...new Set(all.flatMap(({ author }) => author ?? []))];
  const followers = [...new Set(all.flatMap((each) => each.followers ?? []))];
  k.notify.declareKinds([
    ...authors.map((kind) => ({ kind: `cases.${kind}`, group: 'cases.mine', mandatory: mandatory.has(kind) })),
    ...followers.map((kind) => ({ kind: `cases.followed.${kind}`, group: 'cases.followed' })),
  ]);
  k.outbox.subscribe({
    name: 'cases.tell_residents',
    types: Object.keys(tellings),
    handle: (tx, event) => tell(k, tx, event),
  });
}

import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import {
  declareDepartmentMerge,
  declareDepartmentUse,
  declarePersonalData,
  declareProcessing,
  offerOnMe,
} from '../../people/index.ts';
import { lapseRequests } from './act-on-item.ts';
import './exchange.errors.ts';
import { organisationFacts, organisationsOf, staffNames } from '../../people/index.ts';
import {
  countOpenItems,
  countPersonal,
  disownItems,
  erasePersonal,
  findItem,
  type ItemRow,
  isAskedFor,
  itemsDue,
  moveItems,
  personalOf,
} from './exchange.queries.ts';
import { organisationsById, speakersOf } from './organisations.ts';
import { togetherTables } from './processing.ts';
import { officersOf } from './recipients.ts';

// keys: liaison.notify.exchange_*

const kinds = [
  { kind: 'liaison.exchange_asked', mandatory: true },
  { kind: 'liaison.exchange_new', mandatory: false },
  { kind: 'liaison.exchange_news', mandatory: false },
  { kind: 'liaison.exchange_due', mandatory: false },
] as const;
type Kind = (typeof kinds)[number]['kind'];

/** Clocks, notifications and personal data of what is said between organisations and the city. */
export function wireExchange(k: Kernel): void {
  declareProcessing(k, togetherTables);
  k.notify.declareKinds(kinds.map((each) => ({ ...each, group: 'liaison.together' })));
  k.outbox.subscribe({
    name: 'liaison.tell_of_exchange',
    types: ['said', 'agree', 'refuse', 'lapse', 'take', 'answer', 'settle', 'withdraw'].map(
      (act) => `liaison.exchange_${act}`,
    ),
    handle: (tx, event) => tell(k, tx, event),
  });
  k.jobs.define('liaison.exchange', { cron: '15 8 * * *', expireSeconds: 600, retryLimit: 1 }, async () => {
    await lapseRequests(k);
    await remindOfItems(k);
  });
  k.outbox.subscribe({
    name: 'liaison.exchange_owner_left',
    types: ['people.role_revoked', 'people.account_disabled'],
    handle: async (tx, { payload }) => {
      const accountId = String(payload.accountId);
      if (!(await staffNames({ db: tx }, [accountId])).has(accountId)) await disownItems(tx, accountId);
    },
  });
  declareDepartmentUse(k, countOpenItems);
  declareDepartmentMerge(k, {
    module: 'liaison.exchange',
    count: async (db, from) => [{ key: 'liaison.exchange.moving', count: await countOpenItems(db, from) }],
    move: (tx, from, to) => moveItems(tx, from, to),
  });
  offerOnMe(k, {
    href: '/me/on-behalf',
    label: 'liaison.exchange.on_behalf',
    note: 'liaison.exchange.on_behalf_note',
    icon: 'mail',
    order: 32,
    who: (_, accountId) => isAskedFor(k.db, accountId),
  });
  offerOnMe(k, {
    href: '/me/speaking',
    label: 'liaison.exchange.speaking',
    note: 'liaison.exchange.speaking_note',
    icon: 'chat',
    order: 45,
    who: async (_, accountId) =>
      (await organisationsOf(k.db, accountId)).some(({ parts }) => parts.some((part) => part !== 'member')),
  });
  declarePersonalData(k, {
    module: 'liaison.together',
    held: 'liaison.exchange.personal.held',
    kept: 'liaison.exchange.personal.kept',
    count: countPersonal,
    export: async (db, accountId) => {
      const held = await personalOf(db, accountId);
      const rows = [...(held.asked ?? []), ...(held.said ?? [])];
      const names = await organisationsById(
        { db },
        rows.map((row) => String(row.organisationId)),
      );
      const named = (row: Record<string, unknown>) => {
        const { organisationId, ...rest } = row;
        return { organisation: names.get(String(organisationId))?.name ?? '', ...rest };
      };
      return { ...held, asked: held.asked?.map(named), said: held.said?.map(named) };
    },
    erase: erasePersonal,
  });
}

const news_ms = 24 * 3_600_000;

async function cityOf(tx: Tx, item: ItemRow): Promise<string[]> {
  return item.ownerId !== null ? [item.ownerId] : officersOf(tx, item.departmentId);
}

/** Ids alone: whose words they are, and what they say, is read on the page by whoever may. */
async function send(
  k: Kernel,
  tx: Tx,
  at: Date,
  item: ItemRow,
  given: { kind: Kind; to: readonly string[]; dedupe: string },
) {
  const [organisation] = await organisationFacts(tx, { ids: [item.organisationId] });
  return k.notify.send(
    tx,
    at,
    ...[...new Set(given.to)].map((accountId) => ({
      to: { accountId },
      kind: given.kind,
      params: { organisation: organisation?.name ?? '', due: item.dueOn ? { day: item.dueOn } : '' },
      link: `/liaison/exchange/${item.id}`,
      dedupe: given.dedupe,
    })),
  );
}

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
  const item = await findItem(tx, event.subject);
  if (!item) return;
  const act = event.type.slice('liaison.exchange_'.length);
  const dedupe = `event:${event.id}`;
  if (act === 'said' && item.memberId !== null) {
    await send(k, tx, event.at, item, { kind: 'liaison.exchange_asked', to: [item.memberId], dedupe });
    return;
  }
  const organisation = await speakersOf(tx, [item.organisationId]);
  // The city hears of a request only once its member agreed, and then as of something new.
  const city = item.memberId !== null && !item.consented ? [] : await cityOf(tx, item);
  const member = item.memberId === null ? [] : [item.memberId];
  const isNew = act === 'said' || act === 'agree';
  const receivers = item.direction === 'to_city' ? city : organisation;
  const to = isNew ? [...receivers, ...(act === 'agree' ? organisation : [])] : [...organisation, ...city, ...member];
  await send(k, tx, event.at, item, {
    kind: isNew ? 'liaison.exchange_new' : 'liaison.exchange_news',
    to: to.filter((id) => id !== event.actorId),
    dedupe,
  });
}

/** Reminds whom a need was said to, three days before its day and once it is past, each once. */
export async function remindOfItems(k: Kernel): Promise<number> {
  const now = k.clock.now();
  const today = localDate(now, k.config.TIME_ZONE);
  let sent = 0;
  for (let after: string | null = null; ; ) {
    const rows: ItemRow[] = await itemsDue(k.db, addDays(today, 3), after, 200);
    for (const item of rows)
      sent += await inTransaction(k.db, async (tx) => {
        const to = item.direction === 'to_city' ? await cityOf(tx, item) : await speakersOf(tx, [item.organisationId]);
        const mark = item.dueOn !== null && today > item.dueOn ? 'late' : 'near';
        return (
          await send(k, tx, now, item, { kind: 'liaison.exchange_due', to, dedupe: `exchange_${mark}:${item.id}` })
        ).length;
      });
    after = rows.at(-1)?.id ?? null;
    if (rows.length < 200) return sent;
  }
}

import type { PageKey } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { CaseRow } from '../case.queries.ts';
import type { CaseFacts } from '../cases.policy.ts';
import { eitherOf, isEmpty, type Mine, type Scope } from './mine.ts';
import { countPromises, type DeskRow, deskCounts, deskRows, keyIn, type QueueSource } from './queues.queries.ts';

/** 待签收, 退回修改, 重办, 督办, 办理中, 待审核, 协办, 已办; in the order in which the desk shows them. */
export const queueNames = ['sign', 'returned', 'redo', 'supervised', 'working', 'review', 'helping', 'done'] as const;
export type QueueName = (typeof queueNames)[number];
/** `found`: what a search among one's own cases gives. */
export type ListName = QueueName | 'found';

export function isQueue(name: unknown): name is QueueName {
  return queueNames.includes(name as QueueName);
}

/** Counting stops here; more is shown as 99+. */
export const mostCounted = 99;
const shown = 30;
const before = 8;
const done_days = 30;
const day_ms = 86_400_000;

export type DeskList = {
  name: ListName;
  rows: DeskRow[];
  /** the case before and after the one in hand */
  previous: DeskRow | null;
  next: DeskRow | null;
  /** there is more before the first and after the last row */
  earlier: boolean;
  later: boolean;
};

/** Queues that somebody with these departments has. */
export function queuesOf(mine: Mine): QueueName[] {
  return queueNames.filter((name) => !isEmpty(scopeOf(mine, name)));
}

function scopeOf(mine: Mine, name: ListName): Scope {
  if (name === 'review') return eitherOf(mine.review, mine.work);
  return name === 'done' || name === 'found' ? eitherOf(mine.work, mine.review) : mine.work;
}

/** Null where nothing can be looked for with these words. */
function sourceOf(k: Kernel, name: ListName, words: string): QueueSource | null {
  if (name === 'done') return { from: 'done', since: new Date(k.clock.now().getTime() - done_days * day_ms) };
  if (name !== 'found') return { from: name };
  const number = /(\d{4}-\d{1,4}(?:-\d{0,5})?)\s*$/.exec(words)?.[1] ?? null;
  const tsquery = toTsQueryText(words, 'all');
  return number || tsquery ? { from: 'found', tsquery, number } : null;
}

export type ListWish = {
  name: ListName;
  words: string;
  /** the case in hand, round which the list is shown */
  caseId?: string | null;
  /** or a key to go on from or back to */
  key?: PageKey | null;
  back?: boolean;
};

/** One part of a queue: around the case in hand, or a page of it. */
export async function loadList(k: Kernel, mine: Mine, wish: ListWish): Promise<DeskList> {
  const { name } = wish;
  const source = sourceOf(k, name, wish.words);
  const scope = scopeOf(mine, name);
  const none = { name, rows: [], previous: null, next: null, earlier: false, later: false };
  if (!source || isEmpty(scope)) return none;
  const inHand = wish.caseId ? await keyIn(k.db, source, scope, wish.caseId) : null;
  if (inHand) return around(k, source, scope, { name, key: inHand });
  if (wish.key && wish.back) {
    const rows = await deskRows(k.db, source, scope, { key: wish.key, direction: 'back', limit: shown + 1 });
    const earlier = rows.length > shown;
    return { ...none, rows: rows.slice(-shown), earlier, later: true };
  }
  const rows = await deskRows(k.db, source, scope, { key: wish.key ?? null, limit: shown + 1 });
  return {
    ...none,
    rows: rows.slice(0, shown),
    next: rows[0] ?? null,
    earlier: Boolean(wish.key),
    later: rows.length > shown,
  };
}

async function around(
  k: Kernel,
  source: QueueSource,
  scope: Scope,
  { name, key }: { name: ListName; key: PageKey },
): Promise<DeskList> {
  const [first, on] = await Promise.all([
    deskRows(k.db, source, scope, { key, direction: 'back', limit: before + 1 }),
    deskRows(k.db, source, scope, { key, inclusive: true, limit: shown + 1 }),
  ]);
  const earlier = first.slice(-before);
  const later = on.slice(0, shown);
  return {
    name,
    rows: [...earlier, ...later],
    previous: earlier.at(-1) ?? null,
    next: later.find((row) => row.id !== key.id) ?? null,
    earlier: first.length > before,
    later: on.length > shown,
  };
}

export type DeskFigures = {
  queues: { name: QueueName; n: number; more: boolean; late: boolean }[];
  promises: { n: number; more: boolean; late: boolean };
};

/** How many wait in each queue; late where a date of it has passed. Each count is bounded. */
export async function loadFigures(k: Kernel, mine: Mine): Promise<DeskFigures> {
  const now = k.clock.now();
  const names = queuesOf(mine);
  const asked = names.flatMap((name) => {
    const source = name === 'done' ? null : sourceOf(k, name, '');
    return source ? [{ name, source, scope: scopeOf(mine, name) }] : [];
  });
  const [counted, promised] = await Promise.all([
    deskCounts(k.db, asked, mostCounted + 1),
    countPromises(k.db, mine.work, mostCounted + 1),
  ]);
  const byName = new Map(counted.map((one) => [one.name, one]));
  const bounded = (n: number) => ({ n: Math.min(n, mostCounted), more: n > mostCounted });
  return {
    queues: names.map((name) => {
      const { n = 0, soonest = null } = byName.get(name) ?? {};
      return { name, ...bounded(n), late: soonest !== null && soonest < now };
    }),
    promises: {
      ...bounded(promised.n),
      late: promised.soonest !== null && promised.soonest < localDate(now, k.config.TIME_ZONE),
    },
  };
}

/** The queue that a desk opens with: what cannot wait, else everything in hand. */
export function firstQueue(figures: DeskFigures, mine: Mine): QueueName {
  const pressing: QueueName[] = ['sign', 'returned', ...(isEmpty(mine.review) ? [] : (['review'] as const))];
  const waiting = pressing.find((name) => figures.queues.some((queue) => queue.name === name && queue.n > 0));
  return waiting ?? (isEmpty(mine.work) ? 'review' : 'working');
}

/** The queue in which a case is looked for when its address names none. */
export function queueFor(row: CaseRow, facts: CaseFacts, mine: Mine): QueueName {
  const leads = mine.work.city || (row.lead_department_id !== null && mine.work.ids.includes(row.lead_department_id));
  if (!leads && facts.coHandlerIds.some((id) => mine.work.ids.includes(id))) return 'helping';
  if (row.state === 'dispatched') return 'sign';
  if (row.state === 'replied') return 'review';
  return row.reviewed_at === null ? 'working' : 'done';
}

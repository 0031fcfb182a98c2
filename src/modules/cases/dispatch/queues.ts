import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate, startOfDay } from '../../../kernel/time/index.ts';
import type { CaseRow } from '../case.queries.ts';
import {
  countBefore,
  paceOfDay,
  type QueueCount,
  type QueueKey,
  type QueueRow,
  type QueueSource,
  queueCount,
  queueRows,
} from './queues.queries.ts';

/** 待受理, 待派单, 退回待裁, 延期待批, 终止待审, 督办, 回访, 今天已派. */
export const queueNames = [
  'submitted',
  'accepted',
  'returns',
  'extensions',
  'endings',
  'supervised',
  'call_back',
  'today',
] as const;
export type QueueName = (typeof queueNames)[number];

export function isQueue(name: unknown): name is QueueName {
  return queueNames.includes(name as QueueName);
}

/** Counting stops here; more is shown as 999+. */
export const mostCounted = 999;
const before = 10;
const after = 30;

function sourceOf(k: Kernel, name: QueueName): QueueSource {
  switch (name) {
    case 'submitted':
    case 'accepted':
      return { from: 'states', states: [name] };
    case 'returns':
      return { from: 'states', states: ['return_requested'] };
    // What was rated solved closes by itself within minutes: whoever still stands as rated was not helped.
    case 'call_back':
      return { from: 'states', states: ['reviewed', 'rated'] };
    case 'extensions':
      return { from: 'extension' };
    case 'endings':
      return { from: 'ending' };
    case 'supervised':
      return { from: 'supervised' };
    case 'today':
      return { from: 'today', since: startOfDay(localDate(k.clock.now(), k.config.TIME_ZONE), k.config.TIME_ZONE) };
  }
}

export type QueueList = {
  name: QueueName;
  rows: QueueRow[];
  /** how many stand before the first row; -1 when more than are counted */
  offset: number;
  previous: QueueRow | null;
  next: QueueRow | null;
  /** there is more after the last row */
  more: boolean;
};

/** The part of a queue around a case, whether or not the case is (still) in it; without one its beginning. */
export async function queueAround(k: Kernel, name: QueueName, row: CaseRow | null): Promise<QueueList> {
  const source = sourceOf(k, name);
  if (!row) {
    const rows = await queueRows(k.db, source, { limit: after + 1 });
    const more = rows.length > after;
    return { name, rows: rows.slice(0, after), offset: 0, previous: null, next: rows[0] ?? null, more };
  }
  const key: QueueKey = { rank: row.urgent ? 0 : 1, at: row.submitted_at, id: row.id };
  const [earlier, on, stands] = await Promise.all([
    queueRows(k.db, source, { key, direction: 'back', limit: before }),
    queueRows(k.db, source, { key, inclusive: true, limit: after + 1 }),
    countBefore(k.db, source, key, mostCounted + 1),
  ]);
  const more = on.length > after;
  const later = on.slice(0, after);
  return {
    name,
    rows: [...earlier, ...later],
    offset: stands > mostCounted ? -1 : stands - earlier.length,
    previous: earlier.at(-1) ?? null,
    next: later.find((one) => one.id !== row.id) ?? null,
    more,
  };
}

/** The case that follows in the queue, for going on after a deed; the one before where none follows. */
export async function nextInQueue(k: Kernel, name: QueueName, row: CaseRow): Promise<string | null> {
  const { next, previous } = await queueAround(k, name, row);
  return (next ?? previous)?.number ?? null;
}

export type QueueFigures = Record<QueueName, QueueCount & { more: boolean }>;

/** How many wait in each queue, and how the day goes; each count is bounded. */
export async function queueFigures(
  k: Kernel,
): Promise<{ queues: QueueFigures; pace: { received: number; dispatched: number } }> {
  const day = localDate(k.clock.now(), k.config.TIME_ZONE);
  const [counts, pace] = await Promise.all([
    Promise.all(queueNames.map((name) => queueCount(k.db, sourceOf(k, name), mostCounted + 1))),
    paceOfDay(k.db, day, startOfDay(day, k.config.TIME_ZONE)),
  ]);
  const entries = queueNames.map((name, i) => {
    const count = counts[i] ?? { n: 0, urgent: false, oldest: null };
    return [name, { ...count, n: Math.min(count.n, mostCounted), more: count.n > mostCounted }] as const;
  });
  return { queues: Object.fromEntries(entries) as QueueFigures, pace };
}

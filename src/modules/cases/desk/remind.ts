import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, inServiceTime, localDate, signalLight, type WorkingCalendar } from '../../../kernel/time/index.ts';
import { serviceTime } from '../deadlines.ts';
import { type PromiseEntry, promisesDueBy } from '../promises/promises.queries.ts';
import { casesDueBetween, type DueCase } from './remind.queries.ts';
import { type DeskKind, deskParams, handlersOf, reviewersOf } from './tell-desk.ts';

const batch = 200;
/** A light goes on two working days before; no run of days off is longer than the rest. */
const farthest_days = 16;
const promise_days = { near: 3, next: 1 } as const;

/**
 * Reminds departments of what is due: of a case when its light turns blue and when it turns yellow, of a promise three
 * working days and one before its day; each once. Run by a job every ten minutes; outside of service time it does
 * nothing, so that nobody is woken.
 */
export async function remindDepartments(k: Kernel): Promise<{ cases: number; promises: number }> {
  const now = k.clock.now();
  const calendar = await k.calendar.current();
  if (!inServiceTime(now, serviceTime(k), calendar)) return { cases: 0, promises: 0 };
  return { cases: await remindOfCases(k, now, calendar), promises: await remindOfPromises(k, now, calendar) };
}

async function remindOfCases(k: Kernel, now: Date, calendar: WorkingCalendar): Promise<number> {
  const until = new Date(now.getTime() + farthest_days * 86_400_000);
  let sent = 0;
  for (let after: { at: Date; id: string } | null = null; ; ) {
    const rows = await casesDueBetween(k.db, now, until, after, batch);
    for (const row of rows) {
      const light = signalLight({ due: row.due_at, now, calendar });
      if (light !== 'blue' && light !== 'yellow') continue;
      const kind = light === 'blue' ? 'cases.work_due_near' : 'cases.work_due_next';
      sent += await inTransaction(k.db, (tx) => remindOfCase(k, tx, row, kind, now));
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return sent;
    after = { at: last.due_at, id: last.id };
  }
}

async function remindOfCase(k: Kernel, tx: Tx, row: DueCase, kind: DeskKind, now: Date): Promise<number> {
  const waits = row.state === 'replied' ? reviewersOf : handlersOf;
  const to = await waits(tx, row.lead_department_id);
  const ids = await k.notify.send(
    tx,
    now,
    ...to.map((accountId) => ({
      to: { accountId },
      kind,
      params: { ...deskParams(row), due: { at: row.due_at.toISOString() } },
      link: `/desk/${row.number}`,
      // A date that was moved is a date of its own.
      dedupe: `${kind}:${row.id}:${row.round}:${row.due_at.getTime()}`,
    })),
  );
  return ids.length;
}

async function remindOfPromises(k: Kernel, now: Date, calendar: WorkingCalendar): Promise<number> {
  const today = localDate(now, calendar.zone);
  const until = addDays(today, farthest_days);
  let sent = 0;
  for (let after: string | null = null; ; ) {
    const rows = await promisesDueBy(k.db, today, until, after, batch);
    for (const promise of rows) {
      const kind = promiseKind(promise, today, calendar);
      if (kind) sent += await inTransaction(k.db, (tx) => remindOfPromise(k, tx, promise, kind, now));
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return sent;
    after = last.id;
  }
}

function promiseKind({ due_on }: PromiseEntry, today: string, calendar: WorkingCalendar): DeskKind | null {
  if (today >= calendar.workingDay(due_on, -promise_days.next)) return 'cases.work_promise_next';
  return today >= calendar.workingDay(due_on, -promise_days.near) ? 'cases.work_promise_near' : null;
}

async function remindOfPromise(k: Kernel, tx: Tx, promise: PromiseEntry, kind: DeskKind, now: Date): Promise<number> {
  const to = await handlersOf(tx, promise.department_id);
  const ids = await k.notify.send(
    tx,
    now,
    ...to.map((accountId) => ({
      to: { accountId },
      kind,
      params: { number: promise.number, text: promise.text, due: { day: promise.due_on } },
      link: `/desk/promises/${promise.id}`,
      dedupe: `${kind}:${promise.id}`,
    })),
  );
  return ids.length;
}

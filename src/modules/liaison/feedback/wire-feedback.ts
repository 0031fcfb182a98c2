import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { declareDepartmentMerge, declareDepartmentUse, departmentBook } from '../../people/index.ts';
import { leadersOf, officersOf } from '../exchange/recipients.ts';
import './feedback.errors.ts';
import { countUnsent, moveReports, type ReportRow, reportsWaiting } from './feedback.queries.ts';

// keys: liaison.notify.feedback_*

const kinds = ['liaison.feedback_due', 'liaison.feedback_late', 'liaison.feedback_sent'] as const;

/** Reminders and notifications of the yearly reports. */
export function wireFeedback(k: Kernel): void {
  k.notify.declareKinds(kinds.map((kind) => ({ kind, group: 'liaison.together' })));
  k.jobs.define('liaison.feedback', { cron: '30 8 * * *', expireSeconds: 600, retryLimit: 1 }, async () => {
    await remindOfFeedback(k);
  });
  k.outbox.subscribe({
    name: 'liaison.tell_of_feedback',
    types: ['liaison.feedback_send'],
    handle: async (tx, event) => {
      const departmentId = String(event.payload.departmentId);
      const office = (await departmentBook(k)).get(departmentId)?.name ?? '';
      const year = String(event.payload.year);
      await k.notify.send(
        tx,
        event.at,
        ...(await officersOf(tx, null)).map((accountId) => ({
          to: { accountId },
          kind: 'liaison.feedback_sent',
          params: { office, year },
          link: `/liaison/feedback/${year}/${departmentId}`,
          dedupe: `event:${event.id}`,
        })),
      );
    },
  });
  declareDepartmentUse(k, countUnsent);
  declareDepartmentMerge(k, {
    module: 'liaison.feedback',
    count: async (db, from) => [{ key: 'liaison.feedback.moving', count: await countUnsent(db, from) }],
    move: (tx, from, to) => moveReports(tx, from, to),
  });
}

/** Tells departments a fortnight and three days before the day, and once it is past, each once. */
export async function remindOfFeedback(k: Kernel): Promise<number> {
  const now = k.clock.now();
  const today = localDate(now, k.config.TIME_ZONE);
  let sent = 0;
  for (const report of await reportsWaiting(k.db, addDays(today, 14)))
    sent += await inTransaction(k.db, (tx) => remindOfOne(k, tx, report, today, now));
  return sent;
}

async function remindOfOne(k: Kernel, tx: Tx, report: ReportRow, today: string, now: Date): Promise<number> {
  const late = today > report.dueOn;
  const mark = late ? 'late' : today >= addDays(report.dueOn, -3) ? 'next' : 'near';
  const leaders = late || report.texts.summary !== '' ? await leadersOf(tx, report.departmentId) : [];
  const to = new Set([...(await officersOf(tx, report.departmentId)), ...leaders]);
  const ids = await k.notify.send(
    tx,
    now,
    ...[...to].map((accountId) => ({
      to: { accountId },
      kind: late ? 'liaison.feedback_late' : 'liaison.feedback_due',
      params: { year: String(report.year), due: { day: report.dueOn } },
      link: `/liaison/feedback/${report.year}/${report.departmentId}`,
      dedupe: `feedback_${mark}:${report.id}:${report.dueOn}`,
    })),
  );
  return ids.length;
}

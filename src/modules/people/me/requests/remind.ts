import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { signalLight } from '../../../../kernel/time/index.ts';
import { accountsWithRole } from '../../staff-lookup.ts';
import { openForReminder, setReminded } from './requests.queries.ts';

const rank = ['', 'none', 'blue', 'yellow', 'red'];
/** no run of days off is longer than this before a due day */
const lookAhead_ms = 30 * 86_400_000;

/** Reminds the city's administrators of requests whose light has changed: soon due, due tomorrow, late. */
export async function remindOfRequests(k: Kernel): Promise<number> {
  const now = k.clock.now();
  const calendar = await k.calendar.current();
  const administrators = await accountsWithRole(k, 'administrator', null);
  return inTransaction(k.db, async (tx) => {
    let told = 0;
    for (const request of await openForReminder(tx, new Date(now.getTime() + lookAhead_ms))) {
      const light = signalLight({ due: request.dueAt, now, calendar });
      if (light === 'none' || rank.indexOf(light) <= rank.indexOf(request.reminded)) continue;
      await setReminded(tx, request.id, light);
      await k.notify.send(
        tx,
        now,
        ...administrators.map((accountId) => ({
          to: { accountId },
          kind: 'people.data_request_due',
          params: { number: request.number, light, due: { at: request.dueAt.toISOString() } },
          link: `/admin/data-requests/${request.number}`,
          dedupe: `data_request:${request.id}:${light}`,
        })),
      );
      told++;
    }
    return told;
  });
}

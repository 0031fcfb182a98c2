import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, newId } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { auditName } from '../../session.ts';
import { dataSettings } from '../data.settings.ts';
import { plainText, requestKinds } from './data-request.ts';
import { insertRequest, lockRequestsOf } from './requests.queries.ts';

/** Requests of one person that wait at the same time. */
const mostOpen = 5;

export const askSchema = z.object({
  kind: z.enum(requestKinds, 'people.requests.kind_missing'),
  text: plainText('people.requests.text_missing'),
});

/**
 * Asks for something about one's own data; it is due after the city's number of working days.
 * @returns its number
 * @throws AppError people.data_requests_enough, time.calendar_year_missing
 */
export async function askAboutData(
  k: Kernel,
  owner: Actor & { accountId: string },
  input: z.output<typeof askSchema>,
): Promise<number> {
  const { accountId } = owner;
  const now = k.clock.now();
  const dueAt = (await k.calendar.current()).addWorkingDays(now, k.settings.get(dataSettings).answer_days);
  return inTransaction(k.db, async (tx) => {
    if ((await lockRequestsOf(tx, accountId)) >= mostOpen) fail('people.data_requests_enough', { n: mostOpen });
    const id = newId();
    const number = await insertRequest(tx, { id, accountId, ...input, receivedAt: now, dueAt });
    await k.outbox.emit(tx, now, { type: 'people.data_request_received', subject: id, payload: { requestId: id } });
    await audit(tx, now, {
      actorId: accountId,
      actorName: auditName(owner),
      action: 'people.data_request_received',
      objectType: 'account',
      objectId: accountId,
      details: { number, kind: input.kind },
    });
    return number;
  });
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, auditName } from '../../people/index.ts';
import { type Speaks, speaksOf } from '../exchange/organisations.ts';
import { findMeeting, lockMeeting, type MeetingRow } from './meeting.queries.ts';
import { mayReadSeries } from './meetings.policy.ts';
import { isPossible, type MeetingAct } from './meetings.rules.ts';
import { lockSeries, type SeriesRow } from './series.queries.ts';

export type InMeeting = { tx: Tx; meeting: MeetingRow; series: SeriesRow; at: Date; speaks: Speaks };

/**
 * The one way in which anything happens to a meeting: locks its series and it, asks rules and policy, lets the deed
 * write, and writes event and audit entry with it.
 * @throws AppError liaison.meetings.not_found (also for whoever may not read it), wrong_state, kernel.not_allowed,
 * kernel.changed_meanwhile
 */
export async function actOnMeeting<Result>(
  k: Kernel,
  actor: Actor,
  id: string,
  act: MeetingAct,
  may: (given: Omit<InMeeting, 'tx' | 'at'>) => boolean,
  deed: (given: InMeeting) => Promise<Result>,
  revision?: number,
): Promise<Result> {
  const speaks = await speaksOf(k, actor);
  return inTransaction(k.db, async (tx) => {
    const known = isId(id) ? await findMeeting(tx, id) : undefined;
    // The series first: whoever confirms writes on the agendas of its other meetings.
    const series = known && (await lockSeries(tx, known.seriesId));
    const found = known && (await lockMeeting(tx, id));
    if (!found || !series || !mayReadSeries(actor, series, speaks)) return fail('liaison.meetings.not_found');
    if (!may({ meeting: found, series, speaks })) fail('kernel.not_allowed');
    if (!isPossible(found, act))
      fail(found.confirmed ? 'liaison.meetings.confirmed_already' : 'liaison.meetings.wrong_state');
    if (revision !== undefined && revision !== found.revision) fail('kernel.changed_meanwhile');
    const at = k.clock.now();
    const result = await deed({ tx, meeting: found, series, at, speaks });
    await k.outbox.emit(tx, at, {
      type: `liaison.meeting_${act}`,
      subject: found.id,
      actorId: actor.accountId,
      payload: { seriesId: series.id, no: found.no, state: found.state },
    });
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: auditName(actor),
      action: `liaison.meeting_${act}`,
      objectType: 'meeting',
      objectId: found.id,
      departmentId: series.departmentId,
    });
    return result;
  });
}

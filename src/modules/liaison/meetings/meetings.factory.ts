import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { addDecision, type DecisionInput } from './decide.ts';
import { saveSeries } from './keep-series.ts';
import { findMeeting } from './meeting.queries.ts';
import { confirmMinutes, writeMinutes } from './minutes.ts';
import { holdMeeting, inviteToMeeting, planMeeting } from './plan-meeting.ts';

/** Test data: a standing meeting of these departments and organisations. */
export function makeTestSeries(
  k: Kernel,
  keeper: Actor,
  given: {
    title?: string;
    departmentId?: string;
    departmentIds?: string[];
    organisationIds?: string[];
    memberNumbers?: string;
    chairId?: string;
  },
): Promise<string> {
  return saveSeries(k, keeper, null, {
    title: given.title ?? '本地网站月会',
    kind: 'site_meeting',
    rhythm: 'month',
    departmentId: given.departmentId ?? '',
    chairId: given.chairId ?? '',
    departmentIds: given.departmentIds ?? [],
    organisationIds: given.organisationIds ?? [],
    memberNumbers: given.memberNumbers ?? '',
  });
}

/** Test data: a meeting brought as far as asked, the clock put past it where it is held. */
export async function makeTestMeeting(
  k: Kernel,
  given: {
    keeper: Actor;
    chair: Actor;
    seriesId: string;
    state?: 'planned' | 'invited' | 'held' | 'confirmed';
    daysFromNow?: number;
    minutes?: string;
    decisions?: Omit<DecisionInput, 'dueOn'>[];
  },
): Promise<string> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const { state = 'invited' } = given;
  const past = state === 'held' || state === 'confirmed';
  const id = await planMeeting(k, given.keeper, given.seriesId, {
    day: addDays(today, given.daysFromNow ?? (past ? -1 : 5)),
    from: '09:30',
    until: '11:00',
    place: '302 会议室',
    chairId: given.chair.accountId ?? '',
  });
  if (state === 'planned') return id;
  await inviteToMeeting(k, given.keeper, id);
  if (!past) return id;
  await holdMeeting(k, given.keeper, id);
  await writeMinutes(k, given.keeper, id, { minutes: given.minutes ?? '各方通报了情况。', minutesRevision: 0 });
  for (const decision of given.decisions ?? [])
    await addDecision(k, given.keeper, id, { ...decision, dueOn: addDays(today, 10) });
  if (state === 'confirmed')
    await confirmMinutes(k, given.chair, id, (await findMeeting(k.db, id))?.minutesRevision ?? 0);
  return id;
}

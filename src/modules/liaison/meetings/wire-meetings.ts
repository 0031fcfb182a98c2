import type { Kernel } from '../../../kernel/kernel.ts';
import { actorOf, declareDepartmentMerge, declareDepartmentUse } from '../../people/index.ts';
import { speaksOf } from '../exchange/organisations.ts';
import './meetings.errors.ts';
import { meetingOfFile } from './meeting.queries.ts';
import { mayReadSeries } from './meetings.policy.ts';
import { filePurpose } from './plan-meeting.ts';
import { countHosted, findSeries, moveMeetings } from './series.queries.ts';
import { remindOfMeetings, tellParticipants } from './tell-participants.ts';

/** Notifications, reminders and papers of meetings. */
export function wireMeetings(k: Kernel): void {
  tellParticipants(k);
  k.jobs.define('liaison.meetings', { cron: '25 8 * * *', expireSeconds: 900, retryLimit: 1 }, async () => {
    await remindOfMeetings(k);
  });
  k.files.guard(filePurpose, async (request, file) => {
    const actor = await actorOf(k, request);
    if (!file.claimed) return actor.accountId !== null && actor.accountId === file.ownerId ? 'reader' : 'nobody';
    const meeting = await meetingOfFile(k.db, file.id);
    const series = meeting && (await findSeries(k.db, meeting.seriesId));
    return series && mayReadSeries(actor, series, await speaksOf(k, actor)) ? 'reader' : 'nobody';
  });
  declareDepartmentUse(k, countHosted);
  declareDepartmentMerge(k, {
    module: 'liaison.meetings',
    count: async (db, from) => [{ key: 'liaison.meetings.moving', count: await countHosted(db, from) }],
    move: (tx, from, to) => moveMeetings(tx, from, to),
  });
}

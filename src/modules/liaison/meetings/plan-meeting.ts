import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal } from '../../../kernel/time/index.ts';
import { type Actor, lineOf, staffNames } from '../../people/index.ts';
import { speaksOf } from '../exchange/organisations.ts';
import { dayOf, optionalText, textOf } from '../exchange/typed.ts';
import { actOnMeeting } from './act-on-meeting.ts';
import {
  agendaOf,
  carryDecisions,
  changeMeeting,
  deleteAgendaItem,
  insertAgendaItem,
  insertMeeting,
  insertMeetingFiles,
} from './meeting.queries.ts';
import { mayKeepSeries, mayReadSeries } from './meetings.policy.ts';
import { lockSeries } from './series.queries.ts';

export const filePurpose = 'liaison.meeting';

const clock = z
  .string('liaison.meetings.field.time_missing')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'liaison.meetings.field.time_missing');

export const meetingInput = z
  .object({
    day: dayOf,
    from: clock,
    until: clock,
    place: lineOf(100, 'liaison.meetings.field.place_missing'),
    chairId: z.string('liaison.meetings.field.chair_missing').refine(isId, 'liaison.meetings.field.chair_missing'),
    revision: z.coerce.number().int().optional(),
  })
  .refine(({ from, until }) => until > from, { path: ['until'], message: 'liaison.meetings.field.until_before' });
export type MeetingInput = z.input<typeof meetingInput>;

async function valuesOf(k: Kernel, given: MeetingInput) {
  const input = meetingInput.parse(given);
  if (!(await staffNames(k, [input.chairId])).has(input.chairId))
    failFields({ chairId: { key: 'liaison.meetings.field.chair_missing' } });
  const zone = k.config.TIME_ZONE;
  return {
    startsAt: atLocal(input.day, input.from, zone),
    endsAt: atLocal(input.day, input.until, zone),
    place: input.place,
    chairId: input.chairId,
    revision: input.revision,
  };
}

/** Plans the next meeting of a series; what earlier ones decided and is open stands on its agenda by itself. */
export async function planMeeting(k: Kernel, actor: Actor, seriesId: string, given: MeetingInput): Promise<string> {
  const values = await valuesOf(k, given);
  const speaks = await speaksOf(k, actor);
  return inTransaction(k.db, async (tx) => {
    const series = isId(seriesId) ? await lockSeries(tx, seriesId) : undefined;
    if (!series || !mayReadSeries(actor, series, speaks)) return fail('liaison.meetings.not_found');
    if (!mayKeepSeries(actor, series.departmentId)) fail('kernel.not_allowed');
    if (series.closedAt) fail('liaison.meetings.series_closed');
    const at = k.clock.now();
    const id = await insertMeeting(tx, { ...values, seriesId, by: actor.accountId, at });
    await carryDecisions(tx, id);
    await audit(tx, at, {
      actorId: actor.accountId,
      actorName: actor.name,
      action: 'liaison.meeting_planned',
      objectType: 'meeting',
      objectId: id,
      departmentId: series.departmentId,
    });
    return id;
  });
}

/** Another time, place or chair; whoever was invited is told, and calendars take the new entry for the old one. */
export async function changeMeetingTime(k: Kernel, actor: Actor, id: string, given: MeetingInput): Promise<void> {
  const values = await valuesOf(k, given);
  await actOnMeeting(
    k,
    actor,
    id,
    'change',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx, meeting }) => {
      await changeMeeting(tx, id, {
        starts_at: values.startsAt,
        ends_at: values.endsAt,
        place: values.place,
        chair_id: values.chairId,
        ...(meeting.state === 'invited' && { sequence: meeting.sequence + 1 }),
      });
    },
    values.revision,
  );
}

/** Somebody else chairs: whoever did has left, and minutes wait for a chair. */
export async function changeChair(k: Kernel, actor: Actor, id: string, chairId: string): Promise<void> {
  if (!isId(chairId) || !(await staffNames(k, [chairId])).has(chairId))
    failFields({ chairId: { key: 'liaison.meetings.field.chair_missing' } });
  await actOnMeeting(
    k,
    actor,
    id,
    'chair',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx }) => {
      await changeMeeting(tx, id, { chair_id: chairId });
    },
  );
}

export async function inviteToMeeting(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    id,
    'invite',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx, series }) => {
      if (series.accountIds.length + series.departmentIds.length + series.organisationIds.length === 0)
        fail('liaison.meetings.nobody_invited');
      await carryDecisions(tx, id);
      await changeMeeting(tx, id, { state: 'invited' });
    },
  );
}

export const cancelInput = z.object({ reason: textOf(300, 'liaison.meetings.field.reason_missing') });

export async function cancelMeeting(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof cancelInput>,
): Promise<void> {
  const { reason } = cancelInput.parse(given);
  await actOnMeeting(
    k,
    actor,
    id,
    'cancel',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx, meeting }) => {
      await changeMeeting(tx, id, { state: 'cancelled', cancel_reason: reason, sequence: meeting.sequence + 1 });
    },
  );
}

/** The meeting took place: minutes, attendance and decisions can be written. */
export async function holdMeeting(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    id,
    'hold',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx, meeting, at }) => {
      if (meeting.startsAt > at) fail('liaison.meetings.wrong_state');
      await carryDecisions(tx, id);
      await changeMeeting(tx, id, { state: 'held' });
    },
  );
}

export const agendaInput = z.object({
  title: lineOf(120, 'liaison.meetings.field.item_missing'),
  note: optionalText(1000),
  presenter: z.string().trim().max(60, 'liaison.exchange.field.too_long').default(''),
  fileIds: z.array(z.string()).max(6).default([]),
});

/** Adds an item with its papers. */
export async function addToAgenda(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof agendaInput>,
): Promise<void> {
  const input = agendaInput.parse(given);
  await actOnMeeting(
    k,
    actor,
    id,
    'agenda',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx, at }) => {
      if ((await agendaOf(tx, id)).length >= 100) failFields({ title: { key: 'liaison.meetings.field.items_many' } });
      const agendaItemId = await insertAgendaItem(tx, id, input);
      await k.files.claim(tx, input.fileIds, { purpose: filePurpose, ownerId: actor.accountId });
      await insertMeetingFiles(tx, id, input.fileIds, { agendaItemId }, actor.accountId, at);
    },
  );
}

/** Takes an item out that has no papers yet. */
export async function takeFromAgenda(k: Kernel, actor: Actor, id: string, itemId: string): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    id,
    'agenda',
    ({ series }) => mayKeepSeries(actor, series.departmentId),
    async ({ tx }) => {
      if (!isId(itemId) || !(await deleteAgendaItem(tx, id, itemId))) fail('liaison.meetings.not_found');
    },
  );
}

import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { textOf } from '../exchange/typed.ts';
import { actOnMeeting } from './act-on-meeting.ts';
import {
  type AttendanceRow,
  carryDecisions,
  changeMeeting,
  insertAddition,
  meetingsAhead,
  saveAttendance,
} from './meeting.queries.ts';
import { mayConfirm, mayWriteMinutes } from './meetings.policy.ts';
import { attendances } from './meetings.rules.ts';
import { membersOfSeries } from './series.queries.ts';

export const minutesInput = z.object({
  minutes: textOf(30_000, 'liaison.meetings.field.minutes_missing'),
  minutesRevision: z.coerce.number().int().default(0),
});

/** Writes the minutes. Of two who write at once the second is told, and keeps what they typed. */
export async function writeMinutes(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof minutesInput>,
): Promise<void> {
  const input = minutesInput.parse(given);
  await actOnMeeting(
    k,
    actor,
    id,
    'minutes',
    ({ meeting, series }) => mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    async ({ tx, meeting }) => {
      if (meeting.minutesRevision !== input.minutesRevision) fail('kernel.changed_meanwhile');
      await changeMeeting(tx, id, {
        minutes: input.minutes,
        minutes_revision: meeting.minutesRevision + 1,
        minutes_by: actor.accountId,
      });
    },
  );
}

/** Who came: `state-<id>` and `note-<id>` for each member of the series. */
export async function noteAttendance(
  k: Kernel,
  actor: Actor,
  id: string,
  given: Readonly<Record<string, string | string[]>>,
): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    id,
    'minutes',
    ({ meeting, series }) => mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    async ({ tx, series }) => {
      for (const member of await membersOfSeries(tx, series.id)) {
        const state = z.enum(attendances).safeParse(given[`state-${member.id}`]).data;
        const note = String(given[`note-${member.id}`] ?? '')
          .replace(/\p{C}/gu, ' ')
          .trim()
          .slice(0, 60);
        if (state) await saveAttendance(tx, id, { memberId: member.id, state, note } satisfies AttendanceRow);
      }
      await changeMeeting(tx, id, {});
    },
  );
}

/**
 * The chair confirms what they read: `minutesRevision` is the wording on their page. From now on nothing of it changes,
 * and its open decisions stand on the agenda of the meetings to come.
 */
export async function confirmMinutes(k: Kernel, actor: Actor, id: string, minutesRevision: number): Promise<void> {
  await actOnMeeting(
    k,
    actor,
    id,
    'confirm',
    ({ meeting }) => mayConfirm(actor, meeting.chairId),
    async ({ tx, meeting, at }) => {
      if (meeting.minutes === '') fail('liaison.meetings.minutes_empty');
      if (meeting.minutesRevision !== minutesRevision) fail('kernel.changed_meanwhile');
      await changeMeeting(tx, id, { minutes_confirmed_by: actor.accountId, minutes_confirmed_at: at });
      for (const next of await meetingsAhead(tx, meeting.seriesId, meeting.no)) await carryDecisions(tx, next);
    },
  );
}

export const additionInput = z.object({ text: textOf(3000, 'liaison.meetings.field.addition_missing') });

/** Adds to confirmed minutes, under the name of whoever adds. */
export async function addToMinutes(
  k: Kernel,
  actor: Actor,
  id: string,
  given: z.input<typeof additionInput>,
): Promise<void> {
  const { text } = additionInput.parse(given);
  await actOnMeeting(
    k,
    actor,
    id,
    'add_to_minutes',
    ({ meeting, series }) => mayWriteMinutes(actor, series.departmentId, meeting.chairId),
    async ({ tx, at }) => {
      await insertAddition(tx, { meetingId: id, text, by: actor.accountId, at });
    },
  );
}

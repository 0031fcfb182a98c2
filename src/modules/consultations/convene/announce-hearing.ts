import { z } from 'zod';
import { isId, newId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal, isLocalDate, localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import './convene.errors.ts';
import { insertHearing, lockHearing, markHearingCancelled } from './hearing.queries.ts';
import { line, lines } from './typed.ts';

/** Its papers are there at least so many days ahead. */
export const daysAhead = 7;
const day_ms = 86_400_000;

const clockTime = z
  .string('consultations.convene.field_error.time')
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'consultations.convene.field_error.time');
const day = z
  .string('consultations.convene.field_error.day')
  .trim()
  .refine((text) => isLocalDate(text), 'consultations.convene.field_error.day');

export const hearingInput = z.object({
  day,
  from: clockTime,
  until: clockTime,
  place: line(200, 'consultations.convene.field_error.place', 2),
  agenda: lines(4000),
  seats: z.coerce
    .number('consultations.convene.field_error.seats')
    .int('consultations.convene.field_error.seats')
    .min(1, 'consultations.convene.field_error.seats')
    .max(2000, 'consultations.convene.field_error.seats'),
  signUpUntil: day,
});
export type HearingInput = z.input<typeof hearingInput>;

/** Announces a hearing, at least seven days ahead, on a consultation that people can read. */
export async function announceHearing(k: Kernel, actor: Actor, id: string, given: HearingInput): Promise<string> {
  const input = hearingInput.parse(given);
  const zone = k.config.TIME_ZONE;
  const startsAt = atLocal(input.day, input.from, zone);
  const endsAt = atLocal(input.day, input.until, zone);
  if (endsAt <= startsAt) failFields({ until: { key: 'consultations.convene.field_error.until' } });
  if (input.signUpUntil > input.day) failFields({ signUpUntil: { key: 'consultations.convene.field_error.sign_up' } });
  return actOnConsultation(
    k,
    actor,
    id,
    {
      act: 'announce_hearing',
      as: 'convener',
      kind: 'draft',
      statuses: ['not_started', 'running', 'ended'],
      may: convenes,
    },
    async ({ tx, consultation, at }) => {
      if (startsAt.getTime() - at.getTime() < daysAhead * day_ms)
        failFields({ day: { key: 'consultations.convene.field_error.too_soon', params: { days: daysAhead } } });
      if (input.signUpUntil < localDate(at, zone))
        failFields({ signUpUntil: { key: 'consultations.convene.field_error.sign_up' } });
      const hearingId = newId();
      const { place, agenda, seats, signUpUntil } = input;
      await insertHearing(tx, {
        ...{ id: hearingId, consultationId: consultation.id, startsAt, endsAt, place, agenda, seats, signUpUntil },
        announcedAt: at,
      });
      return { subjectId: hearingId, details: { day: input.day, seats }, result: hearingId };
    },
  );
}

export const cancelHearingInput = z.object({ reason: lines(1000, 'consultations.convene.field_error.reason', 5) });

/** Calls a hearing off; whoever signed up is told why. */
export async function cancelHearing(
  k: Kernel,
  actor: Actor,
  id: string,
  hearingId: string,
  given: z.input<typeof cancelHearingInput>,
): Promise<void> {
  const { reason } = cancelHearingInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    id,
    {
      act: 'cancel_hearing',
      as: 'convener',
      kind: 'draft',
      statuses: ['not_started', 'running', 'ended'],
      may: convenes,
    },
    async ({ tx, consultation, at }) => {
      const hearing = isId(hearingId) ? await lockHearing(tx, hearingId) : undefined;
      if (hearing?.consultationId !== consultation.id) return fail('consultations.hearing_not_found');
      if (hearing.endsAt <= at || !(await markHearingCancelled(tx, hearing.id, at, reason)))
        fail('consultations.hearing_closed');
      return { subjectId: hearing.id, details: { reason }, result: undefined };
    },
  );
}

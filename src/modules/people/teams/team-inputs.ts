import { z } from 'zod';
import { typedText } from '../../../kernel/text/index.ts';
import { atLocal, daysBetween, isLocalDate, type LocalDate } from '../../../kernel/time/index.ts';
import { claim_days, mostPlaces, purposes } from './teams.rules.ts';

const long = 'people.teams.field.too_long';

/** One line without controls. */
const line = (longest: number, missing: string) =>
  z
    .string(missing)
    .transform((text) =>
      text
        .toWellFormed()
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(z.string().min(1, missing).max(longest, long));

const optional = (longest: number) => z.string().default('').transform(typedText).pipe(z.string().max(longest, long));

const text = (shortest: number, longest: number, missing: string) =>
  z.string(missing).transform(typedText).pipe(z.string().min(shortest, missing).max(longest, long));

/** Why; at least ten characters, so that it says something. */
export const reasonInput = z.object({ reason: text(10, 500, 'people.teams.field.reason_needed') });

export const teamInput = z.object({
  name: line(40, 'people.teams.field.name_needed'),
  purpose: z.enum(purposes, { error: 'people.teams.field.purpose_needed' }),
  about: text(20, 2000, 'people.teams.field.about_needed'),
});

export const proposalInput = teamInput.extend({
  /** the department whose staff proposes it; none: a member does */
  departmentId: z.uuid().nullable().default(null),
  shown: z.boolean().default(false),
  /** read what a team may not be for */
  charter: z.literal('yes', { error: 'people.teams.field.charter_needed' }),
});

export const decisionInput = z.discriminatedUnion(
  'decision',
  [
    z.object({ decision: z.literal('approve'), reason: optional(500) }),
    z.object({ decision: z.literal('decline'), reason: reasonInput.shape.reason }),
  ],
  { error: 'people.teams.field.decision_needed' },
);

export const noteInput = z.object({ note: optional(300) });
export const answerInput = z.object({ answer: z.enum(['yes', 'no'], { error: 'people.teams.field.answer_needed' }) });
export const inviteInput = z.object({ who: line(254, 'people.teams.field.who_needed') });

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const day = (missing: string) => z.string(missing).refine(isLocalDate, missing);

/** @param zone the city's; a task lies on one day */
export const taskInput = (zone: string) =>
  z
    .object({
      title: line(60, 'people.teams.field.task_title_needed'),
      about: optional(2000),
      place: optional(120),
      day: day('people.teams.field.day_needed'),
      from: z.string('people.teams.field.time_needed').regex(clock, 'people.teams.field.time_needed'),
      until: z.string('people.teams.field.time_needed').regex(clock, 'people.teams.field.time_needed'),
      places: z.coerce
        .number('people.teams.field.places_needed')
        .int('people.teams.field.places_needed')
        .min(1, 'people.teams.field.places_needed')
        .max(mostPlaces, 'people.teams.field.places_needed'),
    })
    .refine(({ from, until }) => from < until, { path: ['until'], error: 'people.teams.field.until_wrong' })
    .transform(({ day: on, from, until, ...rest }) => ({
      ...rest,
      startsAt: atLocal(on, from, zone),
      endsAt: atLocal(on, until, zone),
    }));

const minutes = z.coerce
  .number('people.teams.field.hours_needed')
  .transform((hours) => Math.round(hours * 60))
  .pipe(
    z
      .number('people.teams.field.hours_needed')
      .min(15, 'people.teams.field.hours_needed')
      .max(1440, 'people.teams.field.hours_needed')
      .multipleOf(15, 'people.teams.field.hours_needed'),
  );

/** @param today by the city's calendar: nobody claims hours of tomorrow */
export const hoursInput = (today: LocalDate) =>
  z.object({
    day: day('people.teams.field.day_needed')
      .refine((on) => on <= today, 'people.teams.field.day_ahead')
      .refine(
        (on) => !isLocalDate(on) || on > today || daysBetween(on, today) <= claim_days,
        'people.teams.field.day_too_old',
      ),
    hours: minutes,
    taskId: z.uuid().nullable().default(null),
    note: optional(300),
  });

export const hoursDecisionInput = z.discriminatedUnion(
  'decision',
  [
    z.object({ decision: z.literal('confirm') }),
    z.object({ decision: z.literal('decline'), reason: reasonInput.shape.reason }),
  ],
  { error: 'people.teams.field.decision_needed' },
);
export const correctionInput = reasonInput.extend({ hours: minutes });

export const postInput = z.object({
  title: line(60, 'people.teams.field.title_needed'),
  body: text(10, 4000, 'people.teams.field.body_needed'),
});

export const hideInput = reasonInput.extend({
  /** number of a published rule */
  rule: z.string('people.teams.field.rule_needed').min(1, 'people.teams.field.rule_needed'),
});
export const appealInput = z.object({ text: text(10, 2000, 'people.teams.field.reason_needed') });
export const rulingInput = reasonInput.extend({
  ruling: z.enum(['upheld', 'restored'], { error: 'people.teams.field.decision_needed' }),
});

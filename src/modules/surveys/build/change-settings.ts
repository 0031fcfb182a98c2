import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, isLocalDate, startOfDay } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { bounds } from '../questionnaire.rules.ts';
import { mayRun } from '../surveys.policy.ts';
import { resultsShown, smallestGroups, surveyWays } from '../surveys.rules.ts';
import { line, lines } from '../typed.ts';
import { saveSettings } from './build.queries.ts';
import { holdSurveyVersion } from './change-form.ts';

const day = z
  .string()
  .default('')
  .transform((text) => text.trim())
  .refine((text) => text === '' || isLocalDate(text), 'surveys.wrong.day');
const words = z.record(z.string().regex(/^[A-Za-z0-9-]{2,17}$/), lines(bounds.words)).default({});

export const settingsInput = z.object({
  title: line(80, 'surveys.build.field_error.title', 2),
  /** in languages other than the default one */
  titles: z.record(z.string().regex(/^[A-Za-z0-9-]{2,17}$/), line(80)).default({}),
  summary: lines(300),
  intro: words,
  thanks: words,
  contact: line(300),
  /** first and last day on which answers are taken, `YYYY-MM-DD` in the city's time zone; empty: not known yet */
  firstDay: day,
  lastDay: day,
  way: z.enum(surveyWays),
  named: z.boolean().default(false),
  results: z.enum(resultsShown),
  smallestGroup: z.coerce
    .number('surveys.wrong.number')
    .int('surveys.wrong.number')
    .min(smallestGroups.least, 'surveys.wrong.number')
    .max(smallestGroups.most, 'surveys.wrong.number'),
  /** as the form was opened; none: whatever stands */
  version: z.coerce.number().int().optional(),
});
export type SettingsInput = z.input<typeof settingsInput>;

const written = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''));

/**
 * Says when a draft will run, who may answer and how, and what is said before and after.
 * @throws AppError kernel.changed_meanwhile, kernel.invalid
 */
export async function changeSettings(k: Kernel, actor: Actor, id: string, given: SettingsInput): Promise<void> {
  const { version, firstDay, lastDay, ...input } = settingsInput.parse(given);
  if (firstDay !== '' && lastDay !== '' && lastDay < firstDay)
    failFields({ lastDay: { key: 'surveys.build.field_error.last_day' } });
  if (input.way === 'anonymous' && input.named) failFields({ named: { key: 'surveys.build.field_error.named' } });
  const zone = k.config.TIME_ZONE;
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'change', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey }) => {
      holdSurveyVersion(survey, version);
      await saveSettings(tx, survey.id, {
        ...input,
        titles: written(input.titles),
        intro: written(input.intro),
        thanks: written(input.thanks),
        startsAt: firstDay === '' ? null : startOfDay(firstDay, zone),
        endsAt: lastDay === '' ? null : startOfDay(addDays(lastDay, 1), zone),
      });
      return { result: undefined };
    },
  );
}

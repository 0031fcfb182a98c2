import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import './build.errors.ts';
import { markDraft, markOpened } from './build.queries.ts';
import { holdSurveyVersion } from './change-form.ts';
import { missingOf } from './opening.ts';

/**
 * Publishes a draft: from its first day on people answer. What it asks stays as it is from now on.
 * @throws AppError surveys.not_ready, surveys.too_late, kernel.changed_meanwhile
 */
export async function openSurvey(k: Kernel, actor: Actor, id: string, version?: number): Promise<void> {
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'open', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey, at }) => {
      holdSurveyVersion(survey, version);
      const missing = missingOf(survey, await formOf(tx, survey), at).filter(({ blocks }) => blocks);
      if (missing.some(({ key }) => key === 'over')) fail('surveys.too_late');
      if (missing.length > 0) fail('surveys.not_ready', { problems: missing.length });
      // A first day that has come already begins now, not at midnight before.
      const startsAt = survey.startsAt && survey.startsAt > at ? survey.startsAt : at;
      await markOpened(tx, survey.id, at, startsAt);
      return { result: undefined };
    },
  );
}

/**
 * Takes a survey that was announced and has not begun back into the workshop: nobody can have answered it.
 * @throws AppError surveys.begun
 */
export async function takeBack(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnSurvey(k, actor, id, { act: 'take_back', as: 'convener', may: mayRun }, async ({ tx, survey, at }) => {
    if (!canBeTakenBack(survey, at)) fail('surveys.begun');
    await markDraft(tx, survey.id);
    return { result: undefined };
  });
}

/** Whether nobody can have answered yet, in any wording. */
export function canBeTakenBack(survey: Pick<Survey, 'state' | 'startsAt' | 'formVersion'>, at: Date): boolean {
  return survey.state === 'open' && survey.formVersion === 1 && survey.startsAt !== null && at < survey.startsAt;
}

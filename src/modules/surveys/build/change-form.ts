import { isDeepStrictEqual } from 'node:util';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import type { Definition } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import './build.errors.ts';
import { replaceForm, swapForm } from './build.queries.ts';

/** @throws AppError kernel.changed_meanwhile where somebody changed the survey since its page was opened */
export function holdSurveyVersion(survey: Pick<Survey, 'version'>, version: number | undefined): void {
  if (version !== undefined && version !== survey.version) fail('kernel.changed_meanwhile');
}

/**
 * Changes what a draft asks. Whether it can be answered is looked at when it is opened: while it is built it may be unfinished.
 * @param change makes the new form of the one that stands; may throw
 * @throws AppError surveys.wrong_state, kernel.changed_meanwhile, kernel.invalid
 */
export async function changeForm(
  k: Kernel,
  actor: Actor,
  id: string,
  version: number | undefined,
  change: (before: Definition) => Definition,
): Promise<void> {
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'change_form', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey }) => {
      holdSurveyVersion(survey, version);
      const before = await formOf(tx, survey);
      const after = definitionSchema.parse(change(before));
      if (isDeepStrictEqual(after, before)) return { done: false, result: undefined };
      await replaceForm(tx, survey, after);
      return { result: undefined };
    },
  );
}

/** Takes the last change of a draft's form back; done again, it stands again. */
export async function undoForm(k: Kernel, actor: Actor, id: string, version: number | undefined): Promise<void> {
  await actOnSurvey(
    k,
    actor,
    id,
    { act: 'undo_form', as: 'convener', states: ['draft'], may: mayRun },
    async ({ tx, survey }) => {
      holdSurveyVersion(survey, version);
      if (!(await swapForm(tx, survey))) fail('surveys.nothing_to_undo');
      return { result: undefined };
    },
  );
}

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { definitionProblems } from '../logic/definition-problems.ts';
import type { Definition, Question, Words } from '../questionnaire.rules.ts';
import { definitionSchema, wordsSchema } from '../questionnaire.schema.ts';
import { formOf, insertForm, insertNote } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import { lines } from '../typed.ts';
import { useForm } from './build.queries.ts';
import { holdSurveyVersion } from './change-form.ts';
import { findQuestion } from './edit.rules.ts';

export const wordingInput = z.object({
  label: wordsSchema,
  hint: wordsSchema,
  requiredMessage: wordsSchema,
  constraintMessage: wordsSchema,
  /** by name of the choice or row */
  choices: z.record(z.string(), wordsSchema).default({}),
  rows: z.record(z.string(), wordsSchema).default({}),
  /** what was corrected, as everybody reads it */
  note: lines(1000, 'surveys.build.field_error.note', 5),
  version: z.coerce.number().int().optional(),
});
export type WordingInput = z.input<typeof wordingInput>;

const relabelled = <E extends { name: string; label: Words }>(
  entries: readonly E[],
  words: Readonly<Record<string, Words>>,
): E[] =>
  entries.map((entry) => (Object.hasOwn(words, entry.name) ? { ...entry, label: words[entry.name] ?? {} } : entry));

function reworded(question: Question, input: z.output<typeof wordingInput>): Question {
  const { label, hint, requiredMessage, constraintMessage } = input;
  return {
    ...question,
    label,
    hint,
    ...('requiredMessage' in question && { requiredMessage, constraintMessage }),
    ...('choices' in question && { choices: relabelled(question.choices, input.choices) }),
    ...('rows' in question && { rows: relabelled(question.rows, input.rows) }),
  } as Question;
}

/**
 * Corrects the words of one question while people answer: a form of its own from now on, with the same names, choices and
 * conditions, so that answers stay comparable. Everybody reads what was corrected.
 * @throws AppError surveys.question_not_found, kernel.changed_meanwhile, kernel.invalid
 */
export async function correctWording(
  k: Kernel,
  actor: Actor,
  id: string,
  name: string,
  given: WordingInput,
): Promise<void> {
  const input = wordingInput.parse(given);
  await actOnSurvey(k, actor, id, { act: 'correct', as: 'convener', may: mayRun }, async ({ tx, survey, at }) => {
    holdSurveyVersion(survey, input.version);
    const before = await formOf(tx, survey);
    const { sectionAt, at: place, question } = findQuestion(before, name);
    const after: Definition = definitionSchema.parse({
      ...before,
      sections: before.sections.map((section, index) =>
        index === sectionAt
          ? {
              ...section,
              questions: section.questions.map((each, n) => (n === place ? reworded(question, input) : each)),
            }
          : section,
      ),
    });
    if (isDeepStrictEqual(after, before)) failFields({ label: { key: 'surveys.build.field_error.same_words' } });
    const blocking = definitionProblems(after).find(({ blocks }) => blocks);
    if (blocking)
      failFields({ [blocking.place.field ?? 'label']: { key: blocking.key, params: blocking.params ?? {} } });
    const version = survey.formVersion + 1;
    if (version > 1000) fail('surveys.wrong_state', { state: survey.state });
    await insertForm(tx, at, { surveyId: survey.id, version, definition: after });
    await useForm(tx, survey.id, version);
    await insertNote(tx, at, survey.id, input.note);
    return { details: { question: name, formVersion: version }, result: undefined };
  });
}

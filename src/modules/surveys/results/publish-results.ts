import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnSurvey } from '../act-on-survey.ts';
import { formOf } from '../survey.queries.ts';
import { mayRun } from '../surveys.policy.ts';
import { lines } from '../typed.ts';
import { writtenQuestion } from './load-results.ts';
import './results.errors.ts';
import { rollUpSurvey } from './roll-up.ts';
import { deleteQuote, insertQuote, markPublished, writeConclusion } from './tally.queries.ts';

export const conclusionInput = z.object({ text: lines(10_000, 'surveys.results.field.conclusion', 10) });

/** Says what the results mean; may be put right after they are public. */
export async function concludeSurvey(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  given: z.input<typeof conclusionInput>,
): Promise<void> {
  const { text } = conclusionInput.parse(given);
  await actOnSurvey(
    k,
    actor,
    surveyId,
    { act: 'conclude', as: 'convener', states: ['open', 'closed', 'published'], may: mayRun },
    async ({ tx, survey, at }) => {
      await writeConclusion(tx, { surveyId: survey.id, text, by: actor.accountId, at });
      return { result: undefined };
    },
  );
}

/**
 * Makes the results of a closed survey public, with what the conveners say about them. Whoever asked for it is told.
 * @throws AppError surveys.results.never where it was said that results stay inside
 */
export async function publishResults(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  given: z.input<typeof conclusionInput>,
): Promise<void> {
  const { text } = conclusionInput.parse(given);
  // What came in last counts too.
  if (isId(surveyId)) await rollUpSurvey(k, surveyId);
  await actOnSurvey(
    k,
    actor,
    surveyId,
    { act: 'publish', as: 'convener', states: ['closed'], may: mayRun },
    async ({ tx, survey, at }) => {
      if (survey.results === 'none') fail('surveys.results.never');
      await writeConclusion(tx, { surveyId: survey.id, text, by: actor.accountId, at });
      await markPublished(tx, survey.id, at);
      return { result: undefined };
    },
  );
}

export const quoteInput = z.object({
  response: z.string().refine(isId),
  question: z.string().max(40),
  on: z.boolean(),
});

/** Chooses a written answer to be quoted in public, or takes it out again. */
export async function quoteAnswer(
  k: Kernel,
  actor: Actor,
  surveyId: string,
  given: z.input<typeof quoteInput>,
): Promise<void> {
  const { response, question, on } = quoteInput.parse(given);
  await actOnSurvey(
    k,
    actor,
    surveyId,
    { act: on ? 'quote' : 'unquote', as: 'convener', states: ['open', 'closed', 'published'], may: mayRun },
    async ({ tx, survey, at }) => {
      writtenQuestion(await formOf(tx, survey), question);
      const row = { surveyId: survey.id, responseId: response, question };
      const done = on
        ? await insertQuote(tx, { ...row, by: actor.accountId, at })
        : await deleteQuote(tx, survey.id, response, question);
      return { done, subjectId: response, details: { question }, result: undefined };
    },
  );
}

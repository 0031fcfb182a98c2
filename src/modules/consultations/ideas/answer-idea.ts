import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedText } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { draftOf, publishDraft, saveDraft } from './answer.queries.ts';
import { workOnIdea } from './at-work.ts';
import { promised } from './examine-idea.ts';
import { markAnswered } from './idea.queries.ts';
import './ideas.errors.ts';
import { outcomes } from './ideas.rules.ts';

/** Of the database's integers. */
const mostVersion = 2_147_483_647;

export const answerInput = z.object({
  outcome: z.enum(outcomes, 'consultations.ideas.field.outcome'),
  text: z
    .string()
    .default('')
    .transform(typedText)
    .pipe(
      z.string().min(10, 'consultations.ideas.field.answer_short').max(8000, 'consultations.ideas.field.answer_long'),
    ),
  /** by when what it promises is done */
  doneBy: z.string().trim().default(''),
  /** of the draft that was read; 0: there was none */
  version: z.coerce.number().int().min(0).max(mostVersion).default(0),
});
export type AnswerInput = z.input<typeof answerInput>;

/**
 * Keeps the answer that an office is writing; nobody outside reads it. An idea that was answered gets a later answer in the same way.
 * @throws AppError kernel.invalid, consultations.ideas.changed where somebody else wrote meanwhile, .wrong_stage
 */
export async function draftAnswer(k: Kernel, actor: Actor, ideaId: string, given: AnswerInput): Promise<void> {
  const input = answerInput.parse(given);
  await workOnIdea(
    k,
    actor,
    ideaId,
    { act: 'draft_idea_answer', stages: ['examined', 'answered'] },
    async ({ tx, at, idea, consultation }) => {
      const adopted = input.outcome !== 'not_taken_up';
      if (!adopted && input.doneBy !== '')
        failFields({ doneBy: { key: 'consultations.ideas.field.nothing_promised' } });
      if (adopted && input.doneBy === '') failFields({ doneBy: { key: 'consultations.ideas.field.done_by_needed' } });
      const doneBy = adopted ? promised(input.doneBy, localDate(at, k.config.TIME_ZONE), 'doneBy') : null;
      const saved = await saveDraft(tx, idea.id, {
        ...{ outcome: input.outcome, text: input.text, doneBy, version: input.version, at },
        departmentId: idea.departmentId ?? consultation.departmentId,
        writtenBy: actor.accountId,
      });
      if (!saved) fail('consultations.ideas.changed');
      return { details: { number: idea.number }, result: undefined };
    },
  );
}

/**
 * Publishes the answer as it was read last. Two who publish at once publish one.
 * @throws AppError consultations.ideas.no_draft, .changed, .wrong_stage; kernel.invalid where the promised day is over by now
 */
export async function publishAnswer(k: Kernel, actor: Actor, ideaId: string, version: number): Promise<void> {
  await workOnIdea(
    k,
    actor,
    ideaId,
    { act: 'answer_idea', stages: ['examined', 'answered'] },
    async ({ tx, at, idea, consultation }) => {
      const draft = await draftOf(tx, idea.id);
      if (!draft) return fail('consultations.ideas.no_draft');
      if (draft.version !== version) fail('consultations.ideas.changed');
      if (draft.doneBy !== null) promised(draft.doneBy, localDate(at, k.config.TIME_ZONE), 'doneBy');
      // Another office may have begun the draft: nobody answers in its name.
      const office = idea.departmentId ?? consultation.departmentId;
      const answer = await publishDraft(tx, idea.id, { version, departmentId: office, by: actor.accountId, at });
      if (!answer) return fail('consultations.ideas.changed');
      const { outcome, departmentId, doneBy } = answer;
      await markAnswered(tx, idea.id, { outcome, departmentId, doneBy, at });
      return { details: { number: idea.number, outcome, doneBy }, result: undefined };
    },
  );
}

import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedText } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { insertFollowUp } from './answer.queries.ts';
import { workOnIdea } from './at-work.ts';
import { promised } from './examine-idea.ts';
import { markFollowedUp } from './idea.queries.ts';
import './ideas.errors.ts';
import { evidencePurpose, isAdopted, mostPhotos } from './ideas.rules.ts';

export const followUpInput = z.object({
  text: z
    .string()
    .default('')
    .transform(typedText)
    .pipe(
      z
        .string()
        .min(5, 'consultations.ideas.field.follow_up_short')
        .max(4000, 'consultations.ideas.field.follow_up_long'),
    ),
  /** everything that was promised is done */
  finished: z.literal('yes').optional(),
  /** a later day than the promised one */
  doneBy: z.string().trim().default(''),
  fileIds: z.array(z.string()).max(mostPhotos).default([]),
});
export type FollowUpInput = z.input<typeof followUpInput>;

/**
 * Says what was done since the answer, with evidence; or that it is done; or that it takes longer, and until when.
 * @throws AppError kernel.invalid, consultations.ideas.wrong_stage, .not_adopted
 */
export async function followUpIdea(k: Kernel, actor: Actor, ideaId: string, given: FollowUpInput): Promise<void> {
  const input = followUpInput.parse(given);
  const finished = input.finished === 'yes';
  if (finished && input.doneBy !== '') failFields({ doneBy: { key: 'consultations.ideas.field.finished_or_later' } });
  await workOnIdea(
    k,
    actor,
    ideaId,
    { act: finished ? 'finish_idea' : 'follow_up_idea', stages: finished ? ['answered'] : ['answered', 'done'] },
    async ({ tx, at, idea, consultation }) => {
      if (!isAdopted(idea.outcome)) fail('consultations.ideas.not_adopted');
      if (idea.stage === 'done' && input.doneBy !== '') fail('consultations.ideas.wrong_stage', { stage: idea.stage });
      const doneBy = input.doneBy === '' ? null : promised(input.doneBy, localDate(at, k.config.TIME_ZONE), 'doneBy');
      const files = await k.files.claim(tx, input.fileIds, { purpose: evidencePurpose, ownerId: actor.accountId });
      await insertFollowUp(tx, idea.id, {
        ...{ text: input.text, finished, doneBy, at, by: actor.accountId },
        departmentId: idea.departmentId ?? consultation.departmentId,
        fileIds: files.map(({ id }) => id),
      });
      await markFollowedUp(tx, idea.id, { finished, doneBy, at });
      return { details: { number: idea.number, finished, doneBy }, result: undefined };
    },
  );
}

import { z } from 'zod';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { visibleText } from '../../../../kernel/text/index.ts';
import type { Actor } from '../../../people/index.ts';
import { actOnConsultation } from '../../act-on-consultation.ts';
import { convenes } from '../../consultations.policy.ts';
import { closeMap } from '../voting/participant.queries.ts';
import { insertMapAnswers, markMapAnswered } from './answer.queries.ts';

const words = z
  .string()
  .default('')
  .transform(visibleText)
  .pipe(z.string().max(10_000, 'consultations.opinion_map.field.answer_long'));

export const answerInput = z.object({
  text: words.pipe(z.string().min(10, 'consultations.opinion_map.field.answer_needed')),
  /** to single statements, by number */
  statements: z.record(z.string().regex(/^[1-9]\d{0,6}$/), words).default({}),
});
export type AnswerInput = z.input<typeof answerInput>;

/**
 * The department says what it does with the result. The map is closed for good, and the key goes by which votes could be found
 * again.
 * @throws AppError as `actOnConsultation`
 */
export async function answerMap(k: Kernel, actor: Actor, consultationId: string, given: AnswerInput): Promise<void> {
  const input = answerInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'answer_map', as: 'convener', kind: 'map', statuses: ['ended'], may: convenes },
    async ({ tx, consultation, at }) => {
      const single = Object.entries(input.statements)
        .map(([number, text]) => ({ statement: Number(number), text }))
        .filter(({ text }) => text !== '');
      await insertMapAnswers(tx, consultation.id, [{ statement: 0, text: input.text }, ...single]);
      await markMapAnswered(tx, consultation.id, at);
      await closeMap(tx, consultation.id, at);
      return { details: { statements: single.map(({ statement }) => statement) }, result: undefined };
    },
  );
}

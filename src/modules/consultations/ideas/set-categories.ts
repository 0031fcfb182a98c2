import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { writeCategories } from './category.queries.ts';

const most = 20;

/** One a line; empty lines and repetitions are passed over. */
export const categoriesInput = z.object({
  names: z
    .string()
    .max(4000, 'consultations.ideas.field.categories_many')
    .transform((text) => [...new Set(text.split('\n').map(typedLine).filter(Boolean))])
    .pipe(
      z
        .array(z.string().max(40, 'consultations.ideas.field.category_long'))
        .max(most, 'consultations.ideas.field.categories_many'),
    ),
});

/**
 * Sets the categories that the form of a call offers. Ideas keep the one they have.
 * @throws AppError kernel.invalid, kernel.not_allowed, consultations.*
 */
export async function setCategories(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: z.input<typeof categoriesInput>,
): Promise<void> {
  const { names } = categoriesInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    {
      act: 'set_categories',
      as: 'convener',
      kind: 'ideas',
      statuses: ['prepared', 'not_started', 'running', 'ended'],
      may: convenes,
    },
    async ({ tx, consultation }) => {
      await writeCategories(tx, consultation.id, names);
      return { details: { names }, result: undefined };
    },
  );
}

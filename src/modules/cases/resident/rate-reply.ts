import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';
import { insertRating } from './rating.queries.ts';

const star = z.coerce
  .number({ error: 'cases.field.star_needed' })
  .int()
  .min(1, 'cases.field.star_needed')
  .max(5, 'cases.field.star_needed');

/** 1-5 stars on each of outcome, attitude and speed, and solved or not. */
export const stars = z.object({
  outcome: star,
  attitude: star,
  speed: star,
  solved: z.union([z.boolean(), z.enum(['yes', 'no']).transform((value) => value === 'yes')], {
    error: 'cases.field.solved_needed',
  }),
  text: z.string().trim().max(1000, 'cases.field.too_long').default(''),
});

/** The author rates a published reply, once a round. */
export async function rateReply(
  k: Kernel,
  actor: Actor,
  key: AuthorKey,
  caseId: string,
  input: z.input<typeof stars>,
): Promise<void> {
  const rating = stars.parse(input);
  await actOnCase(k, actor, caseId, 'rate', isAuthor(key), async ({ tx, row, at }) => {
    await insertRating(tx, { caseId: row.id, round: row.round, ...rating, by: 'author', byId: actor.accountId, at });
    const { text, ...data } = rating;
    return {
      patch: { rated_at: at },
      steps: [{ act: 'rate', public: true, text, data: { ...data, by: 'author' } }],
      event: { solved: rating.solved },
      result: undefined,
    };
  });
}

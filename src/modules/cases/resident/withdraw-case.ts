import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { endStandingDispatch } from '../intake/intake.queries.ts';
import { type AuthorKey, isAuthor } from './author-key.ts';
import { hasMerged } from './my-cases.queries.ts';
import './resident.errors.ts';

export const withdrawInput = z.object({ reason: z.string().trim().max(500, 'cases.field.too_long').default('') });

/** The author takes the letter back before it is answered: it leaves public view. */
export async function withdrawCase(
  k: Kernel,
  actor: Actor,
  key: AuthorKey,
  caseId: string,
  input: z.input<typeof withdrawInput>,
): Promise<void> {
  const { reason } = withdrawInput.parse(input);
  await actOnCase(k, actor, caseId, 'withdraw', isAuthor(key), async ({ tx, row, at }) => {
    // Others' letters live on in this one alone.
    if (await hasMerged(tx, row.id)) fail('cases.resident.others_joined');
    await endStandingDispatch(tx, row.id, 'withdrawn', at);
    return { patch: { closed_at: at }, steps: [{ act: 'withdraw', public: true, text: reason }], result: undefined };
  });
}

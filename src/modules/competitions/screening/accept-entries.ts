import { z } from 'zod';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { decideEntry } from './decide-entry.ts';

export const acceptInput = z.object({
  /** id and version of each, `id:version` */
  entries: z
    .union([z.string(), z.array(z.string())], 'competitions.screening.field.none_chosen')
    .transform((given) => [...new Set([given].flat())])
    .pipe(
      z
        .array(
          z
            .string()
            .regex(/^[0-9a-f-]{36}:\d{1,9}$/)
            .transform((text): [string, number] => [text.slice(0, 36), Number(text.slice(37))]),
        )
        .min(1, 'competitions.screening.field.none_chosen')
        .max(200),
    ),
});
export type AcceptInput = z.input<typeof acceptInput>;

/**
 * Accepts several entries, each by itself: what somebody else decided meanwhile, or what is one's own, is left as it is.
 * @returns how many were accepted and how many left
 */
export async function acceptEntries(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: AcceptInput,
): Promise<{ accepted: number; left: number }> {
  const { entries } = acceptInput.parse(given);
  let accepted = 0;
  for (const [entryId, version] of entries)
    try {
      await decideEntry(k, actor, competitionId, { entryId, version, decision: 'accepted' });
      accepted++;
    } catch (error) {
      if (!(error instanceof AppError) || !passedOver.has(error.code)) throw error;
    }
  return { accepted, left: entries.length - accepted };
}

const passedOver = new Set([
  'competitions.screening.own_entry',
  'competitions.screening.decided_already',
  'competitions.entry_wrong_state',
  'competitions.entry_not_found',
  'kernel.changed_meanwhile',
]);

import { z } from 'zod';
import { isDuplicate, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { insertObjection } from './objection.queries.ts';
import './screening.errors.ts';
import { decisionsOf, lockEntry } from './screening.queries.ts';
import { objectUntil } from './screening.rules.ts';
import { wordsOf } from './typed.ts';

export const objectInput = z.object({
  entryId: z.string().refine(isId),
  text: wordsOf(2000, 'competitions.screening.field.objection'),
});
export type ObjectInput = z.input<typeof objectInput>;

/**
 * The entrant says why a rejection is wrong: once, within three working days.
 * @throws AppError competitions.screening.no_rejection, .objection_late, .objected_already
 */
export async function objectToRejection(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: ObjectInput,
): Promise<void> {
  const { entryId, text } = objectInput.parse(given);
  const calendar = await k.calendar.current();
  try {
    await actOnCompetition(
      k,
      actor,
      competitionId,
      { act: 'object', as: 'entrant', may: ({ accountId }) => accountId !== null },
      async ({ tx, at }) => {
        const entry = await lockEntry(tx, competitionId, entryId);
        // Whose it is not learns nothing of it.
        if (!entry || entry.accountId === null || entry.accountId !== actor.accountId)
          return fail('competitions.entry_not_found');
        const last = (await decisionsOf(tx, entryId)).at(-1);
        if (entry.state !== 'rejected' || last?.decision !== 'rejected' || last.ground === null)
          return fail('competitions.screening.no_rejection');
        if (at > objectUntil(last.at, calendar)) fail('competitions.screening.objection_late');
        await insertObjection(tx, { entryId, competitionId, ground: last.ground, text, byId: actor.accountId, at });
        return { entryId, details: { number: entry.number, ground: last.ground }, result: undefined };
      },
    );
  } catch (error) {
    if (isDuplicate(error)) fail('competitions.screening.objected_already');
    throw error;
  }
}

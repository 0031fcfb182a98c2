import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { openDutiesOf } from './duty.queries.ts';
import { mayRemark } from './organise.policy.ts';
import { insertNote } from './organise.queries.ts';
import { lines } from './typed.ts';

export const remarkInput = z.object({ text: lines(2000, 'competitions.organise.field_error.remark', 5) });

/** An observer says in public what they saw, under the name they agreed to. It is never taken away. */
export async function leaveRemark(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: z.input<typeof remarkInput>,
): Promise<string> {
  const { text } = remarkInput.parse(given);
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'remark', as: 'observer', states: ['open', 'final', 'cancelled'], may: mayRemark },
    async ({ tx, competition, at }) => {
      const open = await openDutiesOf(tx, competition.id, actor.accountId ?? '');
      const observer = open.find(({ duty, acceptedAt }) => duty === 'observer' && acceptedAt);
      if (!observer) return fail('kernel.not_allowed');
      const noteId = await insertNote(tx, {
        competitionId: competition.id,
        at,
        kind: 'remark',
        text,
        authorId: actor.accountId,
        shownAs: observer.shownAs,
      });
      return { details: { noteId }, result: noteId };
    },
  );
}

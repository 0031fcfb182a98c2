import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine, typedText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { lockSlot, totalsOf, writeSignature } from './pitch.queries.ts';
import './pitch.errors.ts';
import { maySign } from './pitch.policy.ts';
import { sheetDigest } from './pitch.rules.ts';

export const signShape = z.object({
  stageId: z.string().refine(isId),
  entryId: z.string().refine(isId),
  /** of the totals that were shown: what changed meanwhile is not signed unseen */
  digest: z.string().max(64),
  name: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().min(2, 'competitions.pitch.name_missing').max(40, 'competitions.pitch.name_long')),
  remark: z.string().default('').transform(typedText).pipe(z.string().max(1000, 'competitions.pitch.remark_long')),
});

/**
 * The contestant signs the totals of their sheets, with what they have to say against them.
 * @throws AppError competitions.pitch_nothing_to_sign, competitions.pitch_signed, competitions.entry_not_found
 */
export async function signSheet(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  input: z.input<typeof signShape>,
): Promise<void> {
  const { stageId, entryId, digest, name, remark } = signShape.parse(input);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    // Whose entry it is, is asked below, of the slot that is locked.
    { act: 'sign_pitch_sheet', as: 'entrant', may: () => actor.accountId !== null },
    async ({ tx, at, competition }) => {
      const slot = await lockSlot(tx, stageId, entryId);
      if (!slot || !competition.stages.some(({ id }) => id === stageId)) return fail('competitions.entry_not_found');
      if (!maySign(actor, slot)) return fail('kernel.not_allowed');
      const { totals = [], missing = 0 } = (await totalsOf(tx, stageId)).get(entryId) ?? {};
      const now = sheetDigest(slot.number, totals);
      if (slot.state !== 'done' || missing > 0 || totals.length === 0 || now !== digest)
        return fail('competitions.pitch_nothing_to_sign');
      if (slot.signedDigest === now) return fail('competitions.pitch_signed');
      await writeSignature(tx, stageId, entryId, { at, by: actor.accountId as string, name, digest: now, remark });
      return { stageId, entryId, details: { digest: now, remark: remark !== '' }, result: undefined };
    },
  );
}

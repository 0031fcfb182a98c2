import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedText } from '../../../kernel/text/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { holdVersion } from '../admin/admin-page.tsx';
import { lineOf } from '../admin/names.ts';
import { auditName } from '../session.ts';
import { mayManageRounds } from './nominations.policy.ts';
import { deleteRound, insertRound, isRoundUsed, lockRound, updateRound } from './rounds.queries.ts';

const day = z.string('people.nominations.day_missing').refine(isLocalDate, 'people.nominations.day_missing');

export const roundShape = z
  .object({
    title: lineOf(60, 'people.nominations.title_missing'),
    opensOn: day,
    closesOn: day,
    note: z.string().default('').transform(typedText).pipe(z.string().max(1000, 'people.nominations.note_long')),
  })
  .refine(({ opensOn, closesOn }) => closesOn >= opensOn, {
    path: ['closesOn'],
    message: 'people.nominations.days_reversed',
  });
export type RoundInput = z.output<typeof roundShape>;

/** Whether an error is the exclusion constraint between rounds. */
function overlaps(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return code === '23P01' && constraint === 'nomination_round_apart';
}

async function recordRound(k: Kernel, tx: Tx, actor: Actor, action: string, id: string): Promise<void> {
  await audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action,
    objectType: 'nomination_round',
    objectId: id,
  });
}

/**
 * Opens a round of nominations, or changes one.
 * @param id null: a new one
 * @param version of the round that the form was made from
 * @throws AppError kernel.not_allowed, kernel.not_found, kernel.changed_meanwhile, people.round_overlaps
 */
export async function saveRound(
  k: Kernel,
  actor: Actor,
  id: string | null,
  input: RoundInput,
  version?: string,
): Promise<string> {
  if (!mayManageRounds(actor) || !actor.accountId) return fail('kernel.not_allowed');
  const by = actor.accountId;
  try {
    return await inTransaction(k.db, async (tx) => {
      if (id === null) {
        const made = await insertRound(tx, { ...input, by, at: k.clock.now() });
        await recordRound(k, tx, actor, 'people.round_created', made);
        return made;
      }
      holdVersion((await lockRound(tx, id)) ?? fail('kernel.not_found'), version);
      await updateRound(tx, id, input);
      await recordRound(k, tx, actor, 'people.round_changed', id);
      return id;
    });
  } catch (error) {
    if (overlaps(error)) fail('people.round_overlaps');
    throw error;
  }
}

/** Takes a round away in which nobody has nominated. @throws AppError people.round_used, kernel.not_found */
export async function removeRound(k: Kernel, actor: Actor, id: string): Promise<void> {
  if (!mayManageRounds(actor)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    if (!(await lockRound(tx, id))) fail('kernel.not_found');
    if (await isRoundUsed(tx, id)) fail('people.round_used');
    await deleteRound(tx, id);
    await recordRound(k, tx, actor, 'people.round_removed', id);
  });
}

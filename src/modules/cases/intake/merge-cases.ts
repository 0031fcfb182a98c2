import { z } from 'zod';
import { inTransaction, isId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { insertStep, lockCase } from '../case.queries.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { endStandingDispatch, moveFollowers, repointMerged } from './intake.queries.ts';

export const mergeInput = z.object({ caseIds: z.array(z.string()).min(1).max(50), intoId: z.string() });

/**
 * 并单: repeated requests become one case. Authors and followers of each follow the one that stays. The rows are locked
 * in the order of their ids, so that two merges at once cannot wait for each other.
 */
export async function mergeCases(
  k: Kernel,
  actor: Actor,
  input: z.input<typeof mergeInput>,
): Promise<{ merged: number }> {
  return inTransaction(k.db, (tx) => mergeInTransaction(k, tx, actor, input));
}

/** Locks cases in the order of their ids, so that two who lock the same ones cannot wait for each other. */
export async function lockCases(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].filter(isId).sort()) await lockCase(tx, id);
}

/** The same inside a transaction that does more. */
export async function mergeInTransaction(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  input: z.input<typeof mergeInput>,
): Promise<{ merged: number }> {
  const { caseIds, intoId } = mergeInput.parse(input);
  const others = [...new Set(caseIds)].sort();
  if (others.includes(intoId)) fail('cases.merge_into_itself');
  if (![...others, intoId].every(isId)) fail('cases.not_found');
  await lockCases(tx, [...others, intoId]);
  const target = await lockCase(tx, intoId);
  if (!target) fail('cases.not_found');
  if (['merged', 'declined', 'withdrawn', 'archived', 'submitted'].includes(target.state))
    fail('cases.wrong_state', { state: target.state, act: 'merge' });
  for (const id of others) {
    await actInTransaction(k, tx, actor, id, 'merge', mayTakeIn, async ({ row, at }) => {
      await moveFollowers(tx, row.id, target.id, at);
      await repointMerged(tx, row.id, target.id);
      await endStandingDispatch(tx, row.id, 'withdrawn', at);
      // A confidential letter's number stays out of the public timeline of the other.
      await insertStep(tx, target.id, at, {
        act: 'merged_here',
        public: true,
        actorId: actor.accountId,
        data: row.confidential ? {} : { number: row.number },
      });
      return {
        patch: { merged_into_id: target.id, closed_at: at, accepted_at: row.accepted_at ?? at },
        steps: [{ act: 'merge', public: true, data: { into: target.number } }],
        event: { into: target.id },
        details: { into: target.number },
        result: undefined,
      };
    });
  }
  return { merged: others.length };
}

import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { factsOf, findCaseById } from '../case.queries.ts';
import { mayReadPublicly } from '../cases.policy.ts';
import { deleteFollower, upsertFollower } from './follow.queries.ts';

/** 关注, or 我也遇到了: the follower is told of every public step. */
export async function followCase(k: Kernel, actor: Actor, caseId: string, why: 'follow' | 'same'): Promise<void> {
  const { accountId } = actor;
  if (!accountId) fail('kernel.sign_in_first');
  const row = isId(caseId) ? await findCaseById(k.db, caseId) : undefined;
  if (!row || !mayReadPublicly(await factsOf(k.db, row))) fail('cases.not_found');
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    const target = row.merged_into_id ?? row.id;
    await upsertFollower(tx, { caseId: target, accountId, why, at });
    await k.outbox.emit(tx, at, { type: 'cases.follow', subject: target, actorId: accountId, payload: { why } });
  });
}

export async function unfollowCase(k: Kernel, actor: Actor, caseId: string): Promise<void> {
  const { accountId } = actor;
  if (!accountId) fail('kernel.sign_in_first');
  if (!isId(caseId)) fail('cases.not_found');
  await inTransaction(k.db, async (tx) => {
    await deleteFollower(tx, caseId, accountId);
    await k.outbox.emit(tx, k.clock.now(), { type: 'cases.unfollow', subject: caseId, actorId: accountId });
  });
}

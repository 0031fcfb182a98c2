import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { mayActFor } from '../organisations/organisation-people.queries.ts';
import { endNominations } from './end-nominations.ts';
import { recordNomination } from './nominate.ts';
import { nominatingParts } from './nominations.policy.ts';
import { lockNomination, markWithdrawn } from './nominations.queries.ts';

/**
 * The recommender takes a nomination back while it waits for an answer. Whether somebody had refused already they do not
 * learn: it is taken back all the same.
 * @throws AppError kernel.not_found, people.nomination_gone once it was accepted or its time has run out
 */
export async function withdrawNomination(k: Kernel, actor: Actor, id: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    const nomination = (await lockNomination(tx, id)) ?? fail('kernel.not_found');
    const { organisationId, recommenderId } = nomination;
    const own = organisationId
      ? await mayActFor(tx, actor.accountId, organisationId, nominatingParts)
      : actor.accountId !== null && recommenderId === actor.accountId;
    if (!own) fail('kernel.not_found');
    const answered = nomination.state === 'accepted' || nomination.state === 'taken';
    if (answered || nomination.expiresAt <= k.clock.now()) fail('people.nomination_gone');
    if (nomination.state === 'open') await endNominations(k, tx, [id], 'withdrawn');
    else await markWithdrawn(tx, id);
    await recordNomination(k, tx, actor, { type: 'people.nomination_withdrawn', id, organisationId });
  });
}

import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { lookedAtSince } from './looks.queries.ts';

/** Looks within so much time are one entry of the log. */
const oneLook_ms = 10 * 60_000;
/** What people find on /me/data. */
const action = 'people.personal_data_read';

/**
 * Records that staff read how to reach people, or who they are; each of them sees it on /me/data. Nobody's own look counts.
 * @param about whose department's work it was, and what says so in the log
 */
export async function noteLooks(
  k: Kernel,
  actor: Actor,
  about: { departmentId: string; details: Record<string, unknown> },
  accountIds: readonly string[],
): Promise<void> {
  const { accountId } = actor;
  if (accountId === null) return;
  const others = [...new Set(accountIds)].filter((id) => id !== accountId);
  if (others.length === 0) return;
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const known = await lookedAtSince(tx, { actorId: accountId, action }, others, new Date(at.getTime() - oneLook_ms));
    for (const objectId of others)
      if (!known.has(objectId))
        await audit(tx, at, {
          actorId: accountId,
          actorName: actor.name,
          action,
          objectType: 'account',
          objectId,
          ...about,
        });
  });
}

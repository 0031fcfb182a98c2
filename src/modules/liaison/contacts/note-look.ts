import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { lookedSince } from './personal-data.queries.ts';

/** Looks within so much time are one entry of the log. */
const oneLook_ms = 10 * 60_000;

/** Records that somebody of the staff looked at a member's page or matter; the member sees it on /me/data. */
export function noteLook(k: Kernel, actor: Actor, memberId: string, departmentId: string | null): Promise<void> {
  return noteLooks(k, actor, [{ memberId, departmentId }]);
}

/** The same for many, whose matters somebody takes away in a file. */
export async function noteLooks(
  k: Kernel,
  actor: Actor,
  looks: readonly { memberId: string; departmentId: string | null }[],
): Promise<void> {
  const { accountId } = actor;
  if (!accountId) return;
  const others = new Map(looks.filter(({ memberId }) => memberId !== accountId).map((look) => [look.memberId, look]));
  await inTransaction(k.db, async (tx) => {
    const at = k.clock.now();
    const known = await lookedSince(tx, accountId, [...others.keys()], new Date(at.getTime() - oneLook_ms));
    for (const { memberId, departmentId } of others.values())
      if (!known.has(memberId))
        await audit(tx, at, {
          actorId: accountId,
          actorName: actor.name,
          action: 'liaison.member_read',
          objectType: 'account',
          objectId: memberId,
          departmentId,
        });
  });
}

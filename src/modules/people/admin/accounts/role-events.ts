import type { Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor, RoleGrant } from '../../actor.ts';

export type RoleEvent = 'people.role_granted' | 'people.role_revoked';

/** Tells other modules that somebody got or lost a role: `{accountId, role, departmentId}`, null for the whole city. */
export async function tellOfRole(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  type: RoleEvent,
  accountId: string,
  { role, departmentId }: RoleGrant,
): Promise<void> {
  await k.outbox.emit(tx, k.clock.now(), {
    type,
    subject: accountId,
    actorId: actor.accountId,
    payload: { accountId, role, departmentId },
  });
}

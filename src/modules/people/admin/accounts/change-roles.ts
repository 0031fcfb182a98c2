import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, newId, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor, RoleGrant } from '../../actor.ts';
import { mayGrant, maySeeAccount } from '../admin.policy.ts';
import { deleteGrant, grantsOf, insertGrantOnce, lockAccount } from './accounts.queries.ts';
import { holdPlace, knownPlace } from './create-staff.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { type RoleEvent, tellOfRole } from './role-events.ts';

/**
 * Gives somebody a role. Giving one that they have is nothing new.
 * @throws AppError kernel.not_found, kernel.not_allowed, kernel.invalid
 */
export async function grantRole(k: Kernel, actor: Actor, accountId: string, grant: RoleGrant): Promise<void> {
  if (!mayGrant(actor, grant)) fail('kernel.not_allowed');
  await knownPlace(k, grant);
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await seen(tx, actor, accountId);
    await holdPlace(tx, grant);
    const made = await insertGrantOnce(tx, { id: newId(), accountId, by: actor.accountId, at, ...grant });
    if (!made) return;
    await record(k, tx, actor, accountId, 'people.role_granted', grant);
  });
}

/**
 * Takes a role away; it ends with the commit, in sessions that are open too.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.last_administrator
 */
export async function revokeRole(k: Kernel, actor: Actor, accountId: string, grant: RoleGrant): Promise<void> {
  if (!mayGrant(actor, grant)) fail('kernel.not_allowed');
  await inTransaction(k.db, async (tx) => {
    if (grant.role === 'administrator' && grant.departmentId === null) await keepAdministrator(tx, accountId);
    await seen(tx, actor, accountId);
    if (!(await deleteGrant(tx, accountId, grant))) return;
    await record(k, tx, actor, accountId, 'people.role_revoked', grant);
  });
}

/** Somebody the actor may see; for others there is nobody of that id. */
async function seen(tx: Tx, actor: Actor, accountId: string): Promise<void> {
  const account = await lockAccount(tx, accountId);
  if (!account || !maySeeAccount(actor, await grantsOf(tx, accountId))) fail('kernel.not_found');
}

async function record(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  accountId: string,
  action: RoleEvent,
  grant: RoleGrant,
): Promise<void> {
  const at = k.clock.now();
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'account',
    objectId: accountId,
    departmentId: grant.departmentId,
    details: { role: grant.role, departmentId: grant.departmentId },
  });
  await k.notify.send(tx, at, { to: { accountId }, kind: 'people.roles_changed', params: {}, link: '/me' });
  await tellOfRole(k, tx, actor, action, accountId, grant);
}

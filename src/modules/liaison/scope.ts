import type { Kernel } from '../../kernel/kernel.ts';
import { type Actor, departmentsOf, hasRole } from '../people/index.ts';
import { isNamedContact } from './contacts/named-contact.queries.ts';
import { seesAll } from './liaison.policy.ts';

/** Whose members and matters somebody's lists hold: all, or their own and their departments'. */
export type Scope = { all: boolean; accountId: string; departmentIds: readonly string[] };

/** As the policy has it for one member or matter, for whole lists. */
export function scopeOf(actor: Actor): Scope {
  const leads = departmentsOf(actor, 'leader', 'liaison_officer');
  return {
    all: seesAll(actor) || leads.city,
    accountId: actor.accountId ?? '',
    departmentIds: leads.ids,
  };
}

/** Who is whose contact is read by the secretariat as well. */
export function contactScopeOf(actor: Actor): Scope {
  const scope = scopeOf(actor);
  return { ...scope, all: scope.all || hasRole(actor, 'secretary') };
}

/** Whether somebody of the staff has anything to do here. */
export async function worksHere(k: Kernel, actor: Actor): Promise<boolean> {
  if (!actor.secondFactor || !actor.accountId) return false;
  const scope = contactScopeOf(actor);
  return scope.all || scope.departmentIds.length > 0 || isNamedContact(k.db, actor.accountId);
}

import { type Actor, departmentsOf, hasRole, type Role, type RoleGrant } from '../actor.ts';

/**
 * Roles that reach no further than the department they are granted for. The others reach cases of the whole city
 * wherever they are granted (intake, dispatch, oversight), so only city-wide administrators give them.
 */
export const departmentRoles: readonly Role[] = ['handler', 'reviewer', 'liaison_officer', 'administrator'];

/** The whole city's administrator: settings, departments, calendar, keys, everybody's account. */
export function mayAdministerCity(actor: Actor): boolean {
  return hasRole(actor, 'administrator', null);
}

/** Administrators of the city and of departments, and auditors, have something to see under /admin. */
export function mayOpenAdmin(actor: Actor): boolean {
  return hasRole(actor, 'administrator') || mayReadAudit(actor);
}

/** The audit log is read by auditors and administrators of the whole city; nobody changes it. */
export function mayReadAudit(actor: Actor): boolean {
  return hasRole(actor, 'auditor', null) || mayAdministerCity(actor);
}

/** Administrators see the people of the departments that they administer; those of the city see everybody. */
export function mayManagePeople(actor: Actor): boolean {
  return hasRole(actor, 'administrator');
}

/** An account is seen by the city's administrators and by those of a department it has a role in. */
export function maySeeAccount(actor: Actor, grants: readonly RoleGrant[]): boolean {
  if (mayAdministerCity(actor)) return true;
  const { ids } = departmentsOf(actor, 'administrator');
  return grants.some(({ departmentId }) => departmentId !== null && ids.includes(departmentId));
}

/**
 * Changing an account as such (addresses, second factor, sessions, disabling) opens the way into it: a department's
 * administrator may only where the account has no role outside their own departments.
 */
export function mayManageAccount(actor: Actor, grants: readonly RoleGrant[]): boolean {
  if (mayAdministerCity(actor)) return true;
  const { ids } = departmentsOf(actor, 'administrator');
  return grants.length > 0 && grants.every(({ departmentId }) => departmentId !== null && ids.includes(departmentId));
}

/** City-wide administrators grant and revoke every role; a department's those that stay inside it. */
export function mayGrant(actor: Actor, { role, departmentId }: RoleGrant): boolean {
  if (mayAdministerCity(actor)) return true;
  return departmentId !== null && departmentRoles.includes(role) && hasRole(actor, 'administrator', departmentId);
}

/** Roles that do not go together, or reach further than they look. A warning: the city decides. */
export function roleWarnings(grants: readonly RoleGrant[]): ('auditor_acts' | 'reviews_own' | 'reaches_city')[] {
  const has = (role: Role) => grants.some((grant) => grant.role === role);
  const warnings: ReturnType<typeof roleWarnings> = [];
  if (has('auditor') && grants.some(({ role }) => role !== 'auditor')) warnings.push('auditor_acts');
  const reviews = grants.filter(({ role }) => role === 'reviewer');
  if (
    grants.some(
      ({ role, departmentId }) =>
        role === 'handler' &&
        reviews.some((review) => review.departmentId === null || review.departmentId === departmentId),
    )
  )
    warnings.push('reviews_own');
  const wide: readonly Role[] = ['operator', 'dispatcher', 'moderator', 'leader', 'auditor'];
  if (grants.some(({ role, departmentId }) => departmentId !== null && wide.includes(role)))
    warnings.push('reaches_city');
  return warnings;
}

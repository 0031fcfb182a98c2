/** Roles of staff; each is granted for a department or, with `departmentId` null, for the whole city. */
export const roles = [
  'operator',
  'dispatcher',
  'handler',
  'reviewer',
  'supervisor',
  'liaison_officer',
  'editor',
  'moderator',
  'programme_manager',
  'leader',
  'auditor',
  'administrator',
  // the register of members: who checks, and who decides
  'secretary',
  'committee',
  // makes and runs competitions
  'organiser',
  // puts drafts, calls for ideas, opinion maps and surveys before the city
  'convener',
] as const;
export type Role = (typeof roles)[number];

export type RoleGrant = { role: Role; departmentId: string | null };

/** Whoever does something. Loaded once a request; policies decide by it alone. */
export type Actor = {
  kind: 'anonymous' | 'account' | 'system';
  /** null for anonymous and system */
  accountId: string | null;
  /** real name, for staff and the audit log */
  name: string;
  /** as others see this person: 许女士 */
  displayName: string;
  locale: 'zh-CN' | 'zh-TW' | 'en';
  roles: readonly RoleGrant[];
  /** roles count only once the second factor was passed in this session */
  secondFactor: boolean;
};

export const anonymous: Actor = {
  kind: 'anonymous',
  accountId: null,
  name: '',
  displayName: '',
  locale: 'zh-CN',
  roles: [],
  secondFactor: false,
};

/** The system itself: jobs and clocks. Has no role; use cases that it may do say so. */
export const systemActor: Actor = { ...anonymous, kind: 'system', name: 'system' };

/**
 * Whether the actor holds a role, for the given department (a city-wide grant counts for each) or, with none given, for
 * any. Without the second factor nobody holds any role.
 */
export function hasRole(actor: Actor, role: Role, departmentId?: string | null): boolean {
  if (!actor.secondFactor) return false;
  return actor.roles.some(
    (grant) =>
      grant.role === role &&
      (departmentId === undefined || grant.departmentId === null || grant.departmentId === departmentId),
  );
}

/** Departments for which the actor holds one of the roles; `city` when one of them is city-wide. */
export function departmentsOf(actor: Actor, ...wanted: Role[]): { city: boolean; ids: string[] } {
  if (!actor.secondFactor) return { city: false, ids: [] };
  const grants = actor.roles.filter((grant) => wanted.includes(grant.role));
  return {
    city: grants.some((grant) => grant.departmentId === null),
    ids: [...new Set(grants.flatMap((grant) => grant.departmentId ?? []))],
  };
}

/** Whether the actor has any role, whether or not the second factor was passed. */
export function isStaff(actor: Actor): boolean {
  return actor.roles.length > 0;
}

import { type Actor, hasRole } from '../../people/index.ts';

/** Whoever holds the role for exactly this department: a city's leader is not a leader of each. */
const holds = (actor: Actor, role: 'leader' | 'liaison_officer', departmentId: string) =>
  actor.secondFactor && actor.roles.some((grant) => grant.role === role && grant.departmentId === departmentId);
const isOffice = (actor: Actor) => hasRole(actor, 'liaison_officer', null);

/** Departments' liaison officers and leaders, the liaison office, the city's leaders, and auditors. */
export function maySeeFeedback(actor: Actor): boolean {
  return hasRole(actor, 'liaison_officer') || hasRole(actor, 'leader') || hasRole(actor, 'auditor');
}

/** The liaison office opens the year and says until when. */
export function mayOpenRound(actor: Actor): boolean {
  return isOffice(actor);
}

/** A department's liaison officers and leaders write its report. */
export function mayWriteReport(actor: Actor, departmentId: string): boolean {
  return holds(actor, 'liaison_officer', departmentId) || holds(actor, 'leader', departmentId);
}

/** The department's leader signs, and not what they wrote alone. */
export function maySignReport(actor: Actor, departmentId: string): boolean {
  return holds(actor, 'leader', departmentId);
}

export function isOnlyWriter(actor: Actor, writers: readonly (string | null)[]): boolean {
  return writers.length > 0 && writers.every((writer) => writer === actor.accountId);
}

/**
 * With every figure: the department, the liaison office, auditors. As the city sees it, small numbers hidden and once it
 * was sent: the city's leaders. Null: not at all.
 */
export function reportView(actor: Actor, departmentId: string, sent: boolean): 'full' | 'city' | null {
  if (mayWriteReport(actor, departmentId) || isOffice(actor) || hasRole(actor, 'auditor')) return 'full';
  return sent && hasRole(actor, 'leader', null) ? 'city' : null;
}

/** The overview of all departments. */
export function overviewView(actor: Actor): 'full' | 'city' | null {
  if (isOffice(actor) || hasRole(actor, 'auditor')) return 'full';
  return hasRole(actor, 'leader', null) ? 'city' : null;
}

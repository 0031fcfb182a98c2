import { type Actor, hasRole } from '../people/index.ts';

/** What a policy must know of a consultation. */
export type ConsultationFacts = { departmentId: string };

/** Conveners of the department put it before the city and work on what came in. */
export function convenes(actor: Actor, { departmentId }: ConsultationFacts): boolean {
  return hasRole(actor, 'convener', departmentId);
}

/** Its desks are read by leaders and auditors as well. */
export function mayReadDesk(actor: Actor, facts: ConsultationFacts): boolean {
  return convenes(actor, facts) || hasRole(actor, 'auditor') || hasRole(actor, 'leader');
}

/** Hiding what breaks a published rule, wherever it stands. A convener does not hide what is said of their own draft. */
export function mayModerate(actor: Actor): boolean {
  return hasRole(actor, 'moderator');
}

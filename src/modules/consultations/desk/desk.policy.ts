import { type Actor, hasRole } from '../../people/index.ts';
import { type ConsultationFacts, convenes, mayReadDesk } from '../consultations.policy.ts';

/** Conveners work on every opinion; handlers of the department on those that were given to them. */
export function worksOnOpinions(actor: Actor, facts: ConsultationFacts): boolean {
  return convenes(actor, facts) || hasRole(actor, 'handler', facts.departmentId);
}

export function readsOpinions(actor: Actor, facts: ConsultationFacts): boolean {
  return worksOnOpinions(actor, facts) || mayReadDesk(actor, facts);
}

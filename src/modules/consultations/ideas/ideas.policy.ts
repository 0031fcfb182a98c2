import { type Actor, hasRole } from '../../people/index.ts';
import { type ConsultationFacts, convenes, mayReadDesk } from '../consultations.policy.ts';

/** What a policy must know of an idea: the office that has it, if any. */
export type IdeaFacts = { departmentId: string | null };

/** Whoever convenes the call works on each of its ideas; an office that was given one works on that one. */
export function mayWorkOn(actor: Actor, call: ConsultationFacts, idea: IdeaFacts): boolean {
  return convenes(actor, call) || (idea.departmentId !== null && hasRole(actor, 'convener', idea.departmentId));
}

/** Handing ideas to offices, merging, splitting and moving them, and closing the call. */
export function mayArrange(actor: Actor, call: ConsultationFacts): boolean {
  return convenes(actor, call);
}

/** The desk: who reads that of the call, and conveners of offices that were given ideas of it. */
export function mayOpenDesk(actor: Actor, call: ConsultationFacts, offices: readonly string[]): boolean {
  return mayReadDesk(actor, call) || offices.some((departmentId) => hasRole(actor, 'convener', departmentId));
}

import { type Actor, hasRole } from '../people/index.ts';
import type { Duty } from './competitions.rules.ts';

/** What a policy must know of a competition: whose it is, and which accepted duties the actor has in it. */
export type CompetitionFacts = { departmentId: string; state: string; duties: readonly Duty[] };

/** Organisers of the department, and whoever accepted to organise this one, as staff with the second factor. */
export function organises(actor: Actor, facts: CompetitionFacts): boolean {
  return hasRole(actor, 'organiser', facts.departmentId) || (isStaffNow(actor) && facts.duties.includes('organiser'));
}

/** Somebody with any role who passed the second factor. */
const isStaffNow = (actor: Actor): boolean => actor.secondFactor && actor.roles.length > 0;

/** Whoever holds the role makes a competition for their department. */
export function mayCreate(actor: Actor, departmentId: string): boolean {
  return hasRole(actor, 'organiser', departmentId);
}

/** Screeners are staff: they see how to reach entrants. */
export function mayScreen(actor: Actor, facts: CompetitionFacts): boolean {
  return organises(actor, facts) || (isStaffNow(actor) && facts.duties.includes('screener'));
}

/** Jurors and the chair score; whoever organises does not. */
export function mayJudge(_actor: Actor, facts: CompetitionFacts): boolean {
  return facts.duties.includes('juror') || facts.duties.includes('chair');
}

/** The chair alone closes a jury's or pitch day's scores and breaks ties. */
export function mayChair(_actor: Actor, facts: CompetitionFacts): boolean {
  return facts.duties.includes('chair');
}

/** The record of everything done: organisers, the chair, observers, auditors. */
export function mayReadRecord(actor: Actor, facts: CompetitionFacts): boolean {
  return (
    organises(actor, facts) ||
    facts.duties.includes('chair') ||
    facts.duties.includes('observer') ||
    hasRole(actor, 'auditor')
  );
}

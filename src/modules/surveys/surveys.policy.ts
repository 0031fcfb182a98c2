import { type Actor, departmentsOf, hasRole } from '../people/index.ts';

/** What a policy must know of a survey. */
export type SurveyFacts = { departmentId: string; state: string };

/** Conveners make, run and evaluate surveys of their department; city-wide ones those of every department. */
export function mayRun(actor: Actor, facts: Pick<SurveyFacts, 'departmentId'>): boolean {
  return hasRole(actor, 'convener', facts.departmentId);
}

/** Its conveners, auditors and leaders see the desk of a survey; auditors and leaders change nothing. */
export function mayRead(actor: Actor, facts: SurveyFacts): boolean {
  return mayRun(actor, facts) || hasRole(actor, 'auditor') || (facts.state !== 'draft' && hasRole(actor, 'leader'));
}

/** Names and addresses of whoever is invited: for those who run the survey, and for auditors. */
export function mayReadInvited(actor: Actor, facts: SurveyFacts): boolean {
  return mayRun(actor, facts) || hasRole(actor, 'auditor');
}

/** Whoever has something to do or to look at in the list of surveys. */
export function mayList(actor: Actor): boolean {
  return hasRole(actor, 'convener') || hasRole(actor, 'auditor') || hasRole(actor, 'leader');
}

/** Whose surveys somebody sees in that list: of all departments, or of these. */
export function listed(actor: Actor): { all: boolean; departmentIds: string[]; drafts: boolean } {
  const { city, ids } = departmentsOf(actor, 'convener');
  const reads = hasRole(actor, 'auditor') || hasRole(actor, 'leader');
  return { all: city || reads, departmentIds: ids, drafts: city || hasRole(actor, 'auditor') };
}

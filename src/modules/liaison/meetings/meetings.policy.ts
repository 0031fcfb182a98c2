import { type Actor, hasRole } from '../../people/index.ts';
import type { Speaks } from '../exchange/organisations.ts';

/** What a policy must know of a series of meetings: who invites, who chairs, who takes part. */
export type SeriesFacts = {
  /** null: the liaison office */
  departmentId: string | null;
  chairIds: readonly string[];
  accountIds: readonly string[];
  departmentIds: readonly string[];
  organisationIds: readonly string[];
};

const isOffice = (actor: Actor) => hasRole(actor, 'liaison_officer', null);
const worksFor = (actor: Actor, departmentId: string) =>
  hasRole(actor, 'liaison_officer', departmentId) || hasRole(actor, 'leader', departmentId);
/** Works for the city today: whoever has left takes no part by what they once were. */
const isStaff = (actor: Actor) => actor.secondFactor && actor.roles.length > 0;
const is = (actor: Actor, ids: readonly string[]) => actor.accountId !== null && ids.includes(actor.accountId);

/** Somebody of the staff chairs; having left, they chair no more. */
export function mayChair(actor: Actor, chairIds: readonly string[]): boolean {
  return isStaff(actor) && is(actor, chairIds);
}

/** Members by name, the liaison officers and leaders of departments, and those who speak for organisations that take part. */
export function takesPart(actor: Actor, facts: SeriesFacts, speaks: Speaks): boolean {
  if (actor.roles.length > 0 && !actor.secondFactor) return false;
  return (
    mayChair(actor, facts.chairIds) ||
    is(actor, facts.accountIds) ||
    facts.departmentIds.some((id) => worksFor(actor, id)) ||
    facts.organisationIds.some((id) => speaks.speaksFor.has(id))
  );
}

/** Meetings are seen by whoever takes part, by whoever invites, by the liaison office and by auditors. */
export function mayReadSeries(actor: Actor, facts: SeriesFacts, speaks: Speaks): boolean {
  if (isOffice(actor) || hasRole(actor, 'auditor')) return true;
  return (facts.departmentId !== null && worksFor(actor, facts.departmentId)) || takesPart(actor, facts, speaks);
}

/** The liaison office, and liaison officers for what their department invites to, plan, invite, and write the minutes. */
export function mayKeepSeries(actor: Actor, departmentId: string | null): boolean {
  return isOffice(actor) || (departmentId !== null && hasRole(actor, 'liaison_officer', departmentId));
}

/** Whoever chairs may write in the minutes as well. */
export function mayWriteMinutes(actor: Actor, departmentId: string | null, chairId: string): boolean {
  return mayKeepSeries(actor, departmentId) || mayConfirm(actor, chairId);
}

/** Minutes are confirmed by whoever chairs, and by nobody else. */
export function mayConfirm(actor: Actor, chairId: string): boolean {
  return mayChair(actor, [chairId]);
}

/** What a policy must know of a decision. */
export type DecisionFacts = { departmentId: string | null; organisationId: string | null; personId: string | null };

/** Its owner says how it goes and shows that it was done; the liaison office may too. */
export function mayFollow(actor: Actor, decision: DecisionFacts, speaks: Speaks): boolean {
  if (isOffice(actor)) return true;
  if (actor.roles.length > 0 && !actor.secondFactor) return false;
  if (decision.departmentId !== null) {
    const named = decision.personId !== null && isStaff(actor) && is(actor, [decision.personId]);
    return named || worksFor(actor, decision.departmentId);
  }
  return decision.organisationId !== null && speaks.speaksFor.has(decision.organisationId);
}

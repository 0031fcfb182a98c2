import { type Actor, hasRole } from '../../people/index.ts';
import type { Speaks } from '../exchange/organisations.ts';
import type { AgreementState } from './agreements.rules.ts';

/** What a policy must know of an agreement. */
export type AgreementFacts = { state: AgreementState; departmentId: string; organisationIds: readonly string[] };

const isOffice = (actor: Actor) => hasRole(actor, 'liaison_officer', null);
const speaksForParty = (facts: AgreementFacts, speaks: Speaks) =>
  facts.organisationIds.some((id) => speaks.speaksFor.has(id));

/** Liaison officers, leaders and auditors see the list; what stands in it is theirs alone. */
export function maySeeAgreements(actor: Actor): boolean {
  return hasRole(actor, 'liaison_officer') || hasRole(actor, 'leader') || hasRole(actor, 'auditor');
}

/** The liaison office, the city's leaders and auditors read every agreement; a department its own; a partner theirs once it was sent. */
export function mayReadAgreement(actor: Actor, facts: AgreementFacts, speaks: Speaks): boolean {
  if (isOffice(actor) || hasRole(actor, 'leader', null) || hasRole(actor, 'auditor')) return true;
  if (hasRole(actor, 'liaison_officer', facts.departmentId) || hasRole(actor, 'leader', facts.departmentId))
    return true;
  return facts.state !== 'draft' && speaksForParty(facts, speaks);
}

/** A department's liaison officers, and those of the city, write agreements, send them, renew and end them. */
export function mayKeepAgreement(actor: Actor, departmentId: string): boolean {
  return hasRole(actor, 'liaison_officer', departmentId);
}

/** For the department its leader says yes, for an organisation its administrator. */
export function maySignForDepartment(actor: Actor, facts: AgreementFacts): boolean {
  return hasRole(actor, 'leader', facts.departmentId);
}

export function maySignForOrganisation(organisationId: string, facts: AgreementFacts, speaks: Speaks): boolean {
  return facts.organisationIds.includes(organisationId) && speaks.administers.has(organisationId);
}

/** Whoever has a duty shows that it was done. */
export function mayShowDuty(
  actor: Actor,
  facts: AgreementFacts,
  duty: { organisationId: string | null },
  speaks: Speaks,
): boolean {
  if (duty.organisationId !== null) return speaks.speaksFor.has(duty.organisationId);
  return hasRole(actor, 'liaison_officer', facts.departmentId) || hasRole(actor, 'leader', facts.departmentId);
}

/** A partner's administrator may end it too, with a reason; the department's officers and leaders as well. */
export function mayEndAgreement(actor: Actor, facts: AgreementFacts, speaks: Speaks): boolean {
  if (mayKeepAgreement(actor, facts.departmentId) || hasRole(actor, 'leader', facts.departmentId)) return true;
  return facts.state !== 'draft' && facts.organisationIds.some((id) => speaks.administers.has(id));
}

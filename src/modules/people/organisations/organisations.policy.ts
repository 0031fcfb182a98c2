import { type Actor, hasRole } from '../actor.ts';
import type { Organisation } from './organisations.queries.ts';

/** What a policy needs to know of somebody in an organisation. */
export type Standing = {
  administers: boolean;
  belongs: boolean;
  /** has or had a part in it, registered it or handed in a licence of it */
  involved: boolean;
};

/** Everybody sees organisations that are verified and open; their own people and the secretariat see the others too. */
export function maySeeOrganisation(
  actor: Actor,
  organisation: Pick<Organisation, 'verifiedAt' | 'closedAt'>,
  standing: Standing,
): boolean {
  if (organisation.verifiedAt && !organisation.closedAt) return true;
  return standing.belongs || maySeeOrganisations(actor);
}

/** An organisation's administrators change what it says of itself, name its people and close it. */
export function mayManageOrganisation(standing: Standing, organisation: Pick<Organisation, 'closedAt'>): boolean {
  return standing.administers && organisation.closedAt === null;
}

/** The secretariat verifies organisations, but nobody one in which they have or had a part, or whose licence they handed in. */
export function mayVerifyOrganisation(actor: Actor, standing: Standing): boolean {
  return hasRole(actor, 'secretary') && !standing.involved;
}

/** The secretariat finds a new administrator for an organisation that has none, and closes one. */
export function mayRescueOrganisation(actor: Actor): boolean {
  return hasRole(actor, 'secretary');
}

/** Organisations that are not public are read by the secretariat, the committee and auditors. */
export function maySeeOrganisations(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

/** The licence is for whoever checks it. */
export function maySeeEvidence(actor: Actor, standing: Standing): boolean {
  return mayVerifyOrganisation(actor, standing);
}

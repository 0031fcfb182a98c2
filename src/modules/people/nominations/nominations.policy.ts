import { type Actor, hasRole } from '../actor.ts';

/** What a nomination is: by somebody for themself, or for an organisation. */
export type Recommender = { accountId: string; organisationId: string | null };

/** Everybody with an account nominates for themself. */
export function mayNominate(actor: Actor): boolean {
  return actor.accountId !== null;
}

/** Parts in an organisation that speak for it when it nominates. */
export const nominatingParts = ['administrator', 'liaison_officer'] as const;

/** An organisation nominates once it is verified and open. */
export function mayOrganisationNominate(organisation: { verifiedAt: Date | null; closedAt: Date | null }): boolean {
  return organisation.verifiedAt !== null && organisation.closedAt === null;
}

/** The secretariat sets rounds and hands in tables for organisations. */
export function mayManageRounds(actor: Actor): boolean {
  return hasRole(actor, 'secretary');
}

/** Rounds and tables with their counts, but no nominee, are read by the secretariat, the committee and auditors. */
export function maySeeRounds(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

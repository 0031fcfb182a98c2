import { type Actor, hasRole } from '../actor.ts';

/** What a policy needs to know of an application. */
export type ApplicationFacts = { accountId: string; nominatedBy: readonly string[]; checkedBy: readonly string[] };

/** Why somebody with the right role may still not act in a matter. */
export type Conflict = 'own' | 'nominated' | 'checked' | 'proposed';

/** The secretariat's desk is open to the secretariat, to the committee, and to auditors, who change nothing. */
export function mayOpenSecretariat(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

/** What members keep from the public is read by the same people; each look is recorded. */
export function mayReadMembers(actor: Actor): boolean {
  return mayOpenSecretariat(actor);
}

/** The secretariat checks applications, but nobody their own or that of somebody they nominated. */
export function mayCheck(actor: Actor, application: ApplicationFacts): boolean {
  return hasRole(actor, 'secretary') && checkConflict(actor, application) === null;
}

export function checkConflict(actor: Actor, application: ApplicationFacts): Conflict | null {
  if (actor.accountId === null) return null;
  if (actor.accountId === application.accountId) return 'own';
  return application.nominatedBy.includes(actor.accountId) ? 'nominated' : null;
}

/** The committee decides, but nobody on their own application, on one they nominated or on one they checked. */
export function mayDecide(actor: Actor, application: ApplicationFacts): boolean {
  return hasRole(actor, 'committee') && decideConflict(actor, application) === null;
}

export function decideConflict(actor: Actor, application: ApplicationFacts): Conflict | null {
  const conflict = checkConflict(actor, application);
  if (conflict !== null || actor.accountId === null) return conflict;
  return application.checkedBy.includes(actor.accountId) ? 'checked' : null;
}

/** The committee decides whether a term goes on, but nobody on their own. */
export function mayDecideRenewal(actor: Actor, member: { accountId: string }): boolean {
  return hasRole(actor, 'committee') && actor.accountId !== member.accountId;
}

/** The secretariat proposes to suspend a membership, but nobody their own. */
export function mayProposeSuspension(actor: Actor, member: { accountId: string }): boolean {
  return hasRole(actor, 'secretary') && actor.accountId !== member.accountId;
}

/** The committee decides on a suspension, and lifts it, but neither who proposed it nor the member. */
export function mayDecideSuspension(actor: Actor, matter: { accountId: string; proposedBy: string }): boolean {
  return hasRole(actor, 'committee') && suspensionConflict(actor, matter) === null;
}

export function suspensionConflict(actor: Actor, matter: { accountId: string; proposedBy: string }): Conflict | null {
  if (actor.accountId === matter.accountId) return 'own';
  return actor.accountId === matter.proposedBy ? 'proposed' : null;
}

import { type Actor, hasRole } from '../people/index.ts';

/** What a policy must know: whose pages they are, and who is their contact, of which department. Null: they have none. */
export type LiaisonFacts = { memberId: string; contactId: string | null; departmentId: string | null };

/** What a policy must know of a matter besides. */
export type MatterFacts = LiaisonFacts & { ownerId: string | null; ownerDepartmentId: string };

/** Liaison officers of the whole city: the liaison office. */
export const isOffice = (actor: Actor): boolean => hasRole(actor, 'liaison_officer', null);

/** Leaders and liaison officers of a department, or of the whole city. */
const leads = (actor: Actor, departmentId: string | null): boolean =>
  departmentId !== null && (hasRole(actor, 'leader', departmentId) || hasRole(actor, 'liaison_officer', departmentId));

const is = (actor: Actor, accountId: string | null): boolean =>
  actor.accountId !== null && actor.accountId === accountId;

/** Whoever works as staff needs the second factor, whatever else they are. */
const isContact = (actor: Actor, facts: LiaisonFacts): boolean => actor.secondFactor && is(actor, facts.contactId);

/** The member reads and writes on their own page. */
export function isMemberThemself(actor: Actor, facts: Pick<LiaisonFacts, 'memberId'>): boolean {
  return is(actor, facts.memberId);
}

/** Who is whose contact: the liaison office, the secretariat, auditors; leaders and liaison officers of their department's. */
export function mayReadContacts(actor: Actor, departmentId: string | null): boolean {
  return isOffice(actor) || hasRole(actor, 'secretary') || hasRole(actor, 'auditor') || leads(actor, departmentId);
}

/** The liaison office says who is whose contact, ends it and answers wishes. */
export function mayAssign(actor: Actor): boolean {
  return isOffice(actor);
}

/** Members are handed over by the liaison office, and within a department by its liaison officer. */
export function mayHandOver(actor: Actor, fromDepartmentId: string, toDepartmentId: string): boolean {
  if (isOffice(actor)) return true;
  return fromDepartmentId === toDepartmentId && hasRole(actor, 'liaison_officer', fromDepartmentId);
}

/**
 * A member's page: their contact of now, the leaders and liaison officers of the contact's department, the liaison
 * office and auditors. Not those who were contacts before.
 */
export function mayReadMember(actor: Actor, facts: LiaisonFacts): boolean {
  return isContact(actor, facts) || leads(actor, facts.departmentId) || isOffice(actor) || hasRole(actor, 'auditor');
}

/** How to reach the member is for their contact alone. */
export function maySeeHowToReach(actor: Actor, facts: LiaisonFacts): boolean {
  return isContact(actor, facts);
}

/** The contact writes down what they talked about; nobody else of the staff does. */
export function mayWriteEntry(actor: Actor, facts: LiaisonFacts): boolean {
  return isContact(actor, facts);
}

/** A matter is read by whoever reads the member's page, by its owner, and by leaders of the department that has it. */
export function mayReadMatter(actor: Actor, facts: MatterFacts): boolean {
  return mayReadMember(actor, facts) || mayWorkOnMatter(actor, facts) || leads(actor, facts.ownerDepartmentId);
}

/** Its owner works on a matter. */
export function mayWorkOnMatter(actor: Actor, facts: MatterFacts): boolean {
  return actor.secondFactor && is(actor, facts.ownerId);
}

/** A matter without owner, or in the wrong hands, is given to somebody by the liaison office or the department's liaison officer. */
export function mayGiveMatter(actor: Actor, facts: MatterFacts): boolean {
  return isOffice(actor) || hasRole(actor, 'liaison_officer', facts.ownerDepartmentId);
}

/** What is offered to a department is taken by its leaders, its liaison officers, and whoever is a named contact there. */
export function mayTakeOffered(actor: Actor, departmentId: string, contactDepartmentIds: readonly string[]): boolean {
  return leads(actor, departmentId) || (actor.secondFactor && contactDepartmentIds.includes(departmentId));
}

/** Everybody's lists: the liaison office and auditors. Departments' leaders and officers see their own, contacts theirs. */
export function seesAll(actor: Actor): boolean {
  return isOffice(actor) || hasRole(actor, 'auditor');
}

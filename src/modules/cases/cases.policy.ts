import { type Actor, hasRole } from '../people/index.ts';
import { type CaseState, isPublic } from './cases.rules.ts';

/** What a policy must know of a case. */
export type CaseFacts = {
  state: CaseState;
  confidential: boolean;
  hidden: boolean;
  acceptedAt: Date | null;
  leadDepartmentId: string | null;
  /** the departments that help */
  coHandlerIds: readonly string[];
  authorAccountId: string | null;
};

const isAuthor = (actor: Actor, facts: CaseFacts) =>
  actor.accountId !== null && actor.accountId === facts.authorAccountId;
const isIntake = (actor: Actor) => hasRole(actor, 'operator') || hasRole(actor, 'dispatcher');
const worksIn = (actor: Actor, departmentId: string) =>
  hasRole(actor, 'handler', departmentId) || hasRole(actor, 'reviewer', departmentId);
const handlesLead = (actor: Actor, facts: CaseFacts) =>
  facts.leadDepartmentId !== null && worksIn(actor, facts.leadDepartmentId);
const helps = (actor: Actor, facts: CaseFacts) => facts.coHandlerIds.some((id) => worksIn(actor, id));

/** Everybody reads what is public; the author reads their own. */
export function mayReadPublicly(facts: CaseFacts): boolean {
  return isPublic(facts);
}

export function mayReadAsAuthor(actor: Actor, facts: CaseFacts): boolean {
  return isAuthor(actor, facts);
}

/** Intake and dispatch read every case; a department reads what it leads or helps with; supervisors and auditors read all. */
export function mayReadAsStaff(actor: Actor, facts: CaseFacts): boolean {
  if (isIntake(actor) || hasRole(actor, 'supervisor', null) || hasRole(actor, 'auditor')) return true;
  if (hasRole(actor, 'supervisor') && facts.leadDepartmentId && hasRole(actor, 'supervisor', facts.leadDepartmentId))
    return true;
  if (hasRole(actor, 'moderator')) return isPublic({ ...facts, hidden: false });
  return handlesLead(actor, facts) || helps(actor, facts);
}

/**
 * Who wrote a confidential letter is shown to nobody but the intake office. Who wrote another is shown to whoever has to
 * answer it as well, and to nobody else; every such look is recorded.
 */
export function maySeeAuthor(actor: Actor, facts: CaseFacts): boolean {
  if (isIntake(actor)) return true;
  return !facts.confidential && handlesLead(actor, facts);
}

/** Operators and dispatchers take letters in, decline, merge and call back. */
export function mayTakeIn(actor: Actor): boolean {
  return isIntake(actor);
}

/** An enquiry that the person on the telephone can answer is answered by the hotline itself; a reviewer still reads it first. */
export function mayAnswerAtOnce(actor: Actor): boolean {
  return isIntake(actor);
}

/** Dispatchers send cases to departments and rule on returns, extensions and endings. */
export function mayDispatch(actor: Actor): boolean {
  return hasRole(actor, 'dispatcher');
}

/** The lead department's handlers and reviewers sign, contact, ask, draft, ask for return or extension. */
export function mayHandle(actor: Actor, facts: CaseFacts): boolean {
  return handlesLead(actor, facts);
}

/** Co-handlers give their opinion and write internal notes; they do not answer the author. */
export function mayHelp(actor: Actor, facts: CaseFacts): boolean {
  return helps(actor, facts) || handlesLead(actor, facts);
}

/** A reviewer of the lead department (or of the city) returns a reply to be changed, also one of their own. */
export function mayReturnReply(actor: Actor, facts: CaseFacts): boolean {
  return facts.leadDepartmentId !== null && hasRole(actor, 'reviewer', facts.leadDepartmentId);
}

/** Four eyes: a reviewer of the lead department (or of the city) who did not write the reply. */
export function mayReview(actor: Actor, facts: CaseFacts, replyAuthorId: string | null): boolean {
  if (actor.accountId !== null && actor.accountId === replyAuthorId) return false;
  return mayReturnReply(actor, facts);
}

/** Whoever works in the department that promised something shows that it was done, whoever leads the case by then. */
export function mayKeepPromise(actor: Actor, promise: { department_id: string }): boolean {
  return worksIn(actor, promise.department_id);
}

/** A department's templates are its own. */
export function mayKeepTemplates(actor: Actor, departmentId: string | null): boolean {
  return departmentId !== null && worksIn(actor, departmentId);
}

export function maySupervise(actor: Actor, facts: CaseFacts): boolean {
  return hasRole(actor, 'supervisor', facts.leadDepartmentId ?? undefined);
}

/** Hiding and ruling on appeals; whoever hid something does not rule on the appeal against it. */
export function mayModerate(actor: Actor): boolean {
  return hasRole(actor, 'moderator');
}

/** The author rates, asks for another try, adds and withdraws. */
export function mayActAsAuthor(actor: Actor, facts: CaseFacts): boolean {
  return isAuthor(actor, facts);
}

/** Leaders, supervisors, auditors and the hotline office see the figures that are not public. */
export function maySeeOverview(actor: Actor): boolean {
  return hasRole(actor, 'leader') || hasRole(actor, 'supervisor') || hasRole(actor, 'auditor') || isIntake(actor);
}

/** Bringing in cases in bulk, keys for programs, the catalogue and the limits. */
export function mayAdministerCases(actor: Actor): boolean {
  return hasRole(actor, 'administrator', null);
}

/** A case changes its department without being asked about only when departments are merged; nobody does that by hand. */
export function mayChangeDepartment(actor: Actor): boolean {
  return actor.kind === 'system';
}

import { type Actor, hasRole } from '../actor.ts';
import { mayAdministerCity } from '../admin/admin.policy.ts';

/** What people ask about their data is read by the city's administrators, and by auditors. */
export function mayReadDataRequests(actor: Actor): boolean {
  return mayAdministerCity(actor) || hasRole(actor, 'auditor', null);
}

/** Administrators of the city answer, but never what they asked themselves. */
export function mayAnswerDataRequest(actor: Actor, request: { accountId: string }): boolean {
  return mayAdministerCity(actor) && actor.accountId !== request.accountId;
}

/** How long an answer may take, and how long it is kept, is the city's administrators' to say. */
export function mayChangeDataSettings(actor: Actor): boolean {
  return mayAdministerCity(actor);
}

import { type Actor, hasRole } from '../actor.ts';
import { mayAdministerCity } from '../admin/admin.policy.ts';

/** The register of processing is kept by the city's administrators and read by auditors. */
export function mayReadProcessing(actor: Actor): boolean {
  return mayAdministerCity(actor) || hasRole(actor, 'auditor', null);
}

import { type Actor, departmentsOf, hasRole } from '../actor.ts';

type Of = { accountId: string | null; departmentId: string };

/** Lists of appointments are open to the secretariat, the committee and auditors, and to departments for their own. */
export function mayOpenAppointments(actor: Actor): boolean {
  const { city, ids } = scopeOfAppointments(actor);
  return city || ids.length > 0;
}

/** Whose appointments somebody reads: the whole city's, or those of some departments. */
export function scopeOfAppointments(actor: Actor): { city: boolean; ids: string[] } {
  return departmentsOf(actor, 'secretary', 'committee', 'auditor', 'liaison_officer', 'leader');
}

/** An appointment is read by the person, by its department and by the secretariat. */
export function mayReadAppointment(actor: Actor, appointment: Of): boolean {
  if (isOneself(actor, appointment)) return true;
  const { city, ids } = scopeOfAppointments(actor);
  return city || ids.includes(appointment.departmentId);
}

/** A department's leader or liaison officer asks somebody to serve, or the secretariat does; nobody themself. */
export function mayAppoint(actor: Actor, appointment: Of): boolean {
  return maySpeakFor(actor, appointment.departmentId) && !isOneself(actor, appointment);
}

/** Departments for which somebody may appoint. */
export function appointsFor(actor: Actor): { city: boolean; ids: string[] } {
  return departmentsOf(actor, 'secretary', 'liaison_officer', 'leader');
}

/** Whoever may appoint also withdraws the proposal, offers another term, and ends it with a reason; nobody their own. */
export function mayEnd(actor: Actor, appointment: Of): boolean {
  return mayAppoint(actor, appointment);
}

/** The department answers what was seen and advised, by its leader or liaison officer; nobody their own. */
export function mayAnswerPiece(actor: Actor, appointment: Of): boolean {
  const isOffice = hasRole(actor, 'liaison_officer', appointment.departmentId);
  return (isOffice || hasRole(actor, 'leader', appointment.departmentId)) && !isOneself(actor, appointment);
}

/** The secretariat takes something from the public again, and says why; nobody their own. */
export function mayHidePiece(actor: Actor, appointment: Of): boolean {
  return hasRole(actor, 'secretary') && !isOneself(actor, appointment);
}

/** Seats are read by whoever confirms them, and by auditors. */
export function maySeeSeats(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

/** The secretariat confirms the seats that members entered; nobody their own. */
export function mayDecideSeat(actor: Actor, seat: { accountId: string }): boolean {
  return hasRole(actor, 'secretary') && actor.accountId !== seat.accountId;
}

function maySpeakFor(actor: Actor, departmentId: string): boolean {
  return (
    hasRole(actor, 'secretary') ||
    hasRole(actor, 'liaison_officer', departmentId) ||
    hasRole(actor, 'leader', departmentId)
  );
}

function isOneself(actor: Actor, { accountId }: { accountId: string | null }): boolean {
  return accountId !== null && actor.accountId === accountId;
}

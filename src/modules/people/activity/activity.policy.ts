import { type Actor, hasRole } from '../actor.ts';

/** The list of trainings is kept by the secretariat; the committee and auditors read it, without who took part. */
export function maySeeTrainings(actor: Actor): boolean {
  return hasRole(actor, 'secretary') || hasRole(actor, 'committee') || hasRole(actor, 'auditor');
}

/** The secretariat enters trainings and who took part. */
export function mayEnterTraining(actor: Actor): boolean {
  return hasRole(actor, 'secretary');
}

/** Somebody's record is read by themself and by the secretariat, and by nobody else. */
export function mayReadRecord(actor: Actor, record: { accountId: string }): boolean {
  return actor.accountId === record.accountId || hasRole(actor, 'secretary');
}

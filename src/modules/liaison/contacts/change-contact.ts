import { audit } from '../../../kernel/audit/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, auditName, consenting, holdActive, lockMember, type Member } from '../../people/index.ts';
import { giveOpenMatters } from '../matters/give-matters.ts';
import { closeContact, contactOf, type EndReason, insertContact, type NamedContact } from './named-contact.queries.ts';
import { qualifiedIds } from './qualified.ts';
import { settleWish } from './wish.queries.ts';

/** The purpose that a member agrees to before a contact may see how to reach them. */
export const contactConsent = 'people.named_contact';

/** A member who can have a contact, held until the transaction ends. @throws AppError liaison.not_a_member, liaison.no_consent */
export async function holdMember(tx: Tx, memberId: string): Promise<Member> {
  const member = await lockMember(tx, memberId);
  if (!member) return fail('liaison.not_a_member');
  if (!(await consenting(tx, contactConsent, [memberId])).has(memberId)) fail('liaison.no_consent');
  return member;
}

/** A department in use, which is not merged into another before the transaction ends. @throws AppError beside the field */
export async function requireActive(tx: Tx, departmentId: string): Promise<void> {
  if ((await holdActive(tx, [departmentId])).length === 0)
    failFields({ department: { key: 'liaison.field.department_unknown' } });
}

/** @throws AppError liaison.not_qualified, liaison.not_oneself */
export async function requireQualified(tx: Tx, contactId: string, departmentId: string, memberId: string) {
  if (contactId === memberId) fail('liaison.not_oneself');
  if (!(await qualifiedIds(tx, departmentId)).includes(contactId)) fail('liaison.not_qualified');
}

type Start = { memberId: string; contactId: string; departmentId: string; post: string };

/** Somebody becomes a member's contact: open matters without owner come to them, and a wish is met. */
export async function startContact(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  start: Start,
  from?: NamedContact,
): Promise<string> {
  const at = k.clock.now();
  const id = await insertContact(tx, { ...start, at, by: actor.accountId });
  await settleWish(tx, start.memberId, { state: 'met', answer: '', at, by: actor.accountId });
  await giveOpenMatters(tx, {
    memberId: start.memberId,
    fromId: from?.contactId ?? null,
    to: { ownerId: start.contactId, departmentId: start.departmentId },
    by: actor.accountId,
    at,
  });
  const payload = { memberId: start.memberId, contactId: start.contactId, departmentId: start.departmentId };
  await k.outbox.emit(tx, at, {
    type: from ? 'liaison.contact_handed_over' : 'liaison.contact_assigned',
    subject: id,
    actorId: actor.accountId,
    payload: from ? { ...payload, fromId: from.contactId } : payload,
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: from ? 'liaison.contact_handed_over' : 'liaison.contact_assigned',
    objectType: 'account',
    objectId: start.memberId,
    departmentId: start.departmentId,
    details: { contactId: start.contactId, ...(from ? { fromId: from.contactId } : {}) },
  });
  return id;
}

/** What ends a contact; `next` is told where somebody else takes over in the same transaction. */
export type Ending = { reason: EndReason; note?: string; by: Actor | null };

/**
 * Ends a member's contact. Their open matters stay, without owner until somebody is named.
 * @returns the contact that ended; undefined where there was none
 */
export async function endContactOf(
  k: Kernel,
  tx: Tx,
  memberId: string,
  { reason, note = '', by }: Ending,
  at = k.clock.now(),
): Promise<NamedContact | undefined> {
  const contact = await contactOf(tx, memberId);
  const actorId = by?.accountId ?? null;
  if (!contact || !(await closeContact(tx, contact.id, { reason, note, at, by: actorId }))) return undefined;
  await giveOpenMatters(tx, {
    memberId,
    fromId: contact.contactId,
    to: { ownerId: null, departmentId: contact.departmentId },
    by: actorId,
    at,
  });
  const { contactId, departmentId } = contact;
  await k.outbox.emit(tx, at, {
    type: 'liaison.contact_ended',
    subject: contact.id,
    actorId,
    payload: { memberId, contactId, departmentId, reason },
  });
  await audit(tx, at, {
    actorId,
    actorName: by ? auditName(by) : '',
    action: 'liaison.contact_ended',
    objectType: 'account',
    objectId: memberId,
    departmentId,
    details: { contactId, reason },
  });
  return contact;
}

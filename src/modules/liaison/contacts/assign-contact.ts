import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentBook, findMembers, lockMember, type Member } from '../../people/index.ts';
import { mayAssign } from '../liaison.policy.ts';
import { line, lines } from '../words.ts';
import { endContactOf, holdMember, requireActive, requireQualified, startContact } from './change-contact.ts';

export const assignInput = z.object({
  /** the member's number, M2026-0007 */
  member: line(1, 20),
  department: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  contact: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  post: line(0, 60),
});

/** @throws AppError beside the field: there is no such member */
export async function memberOfNumber(k: Kernel, number: string): Promise<Member> {
  const wanted = number.trim().toUpperCase();
  const found = (await findMembers(k.db, wanted, 50)).find((member) => member.number === wanted);
  return found ?? failFields({ member: { key: 'liaison.field.member_unknown' } });
}

/**
 * Names a contact for a member who has none.
 * @throws ZodError; AppError kernel.not_allowed, liaison.assigned_already, not_a_member, no_consent, not_qualified
 */
export async function assignContact(k: Kernel, actor: Actor, input: z.input<typeof assignInput>): Promise<void> {
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const { member, department, contact, post } = assignInput.parse(input);
  if (!(await departmentBook(k)).get(department)?.active)
    failFields({ department: { key: 'liaison.field.department_unknown' } });
  const { accountId: memberId } = await memberOfNumber(k, member);
  await inTransaction(k.db, async (tx) => {
    await holdMember(tx, memberId);
    await requireActive(tx, department);
    await requireQualified(tx, contact, department, memberId);
    await startContact(k, tx, actor, { memberId, contactId: contact, departmentId: department, post });
  });
}

export const endInput = z.object({ reason: z.enum(['left_post', 'asked']), note: lines(0, 1000) });

/** Ends a member's contact without naming another: the place is shown as vacant. @throws AppError liaison.no_contact */
export async function endContact(
  k: Kernel,
  actor: Actor,
  memberNumber: string,
  input: z.input<typeof endInput>,
): Promise<void> {
  if (!mayAssign(actor)) fail('kernel.not_allowed');
  const { reason, note } = endInput.parse(input);
  const { accountId } = await memberOfNumber(k, memberNumber);
  await inTransaction(k.db, async (tx) => {
    await lockMember(tx, accountId);
    if (!(await endContactOf(k, tx, accountId, { reason, note, by: actor }))) fail('liaison.no_contact');
  });
}

import { z } from 'zod';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentBook, lockMember } from '../../people/index.ts';
import { mayHandOver } from '../liaison.policy.ts';
import { line, lines } from '../words.ts';
import { requireActive, requireQualified, startContact } from './change-contact.ts';
import { closeContact, contactOf } from './named-contact.queries.ts';

const oneOrMany = z.preprocess(
  (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().refine(isId)).max(500),
);

export const handOverInput = z.object({
  from: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  /** account ids of the members; none given is a mistake, not all of them */
  members: oneOrMany.pipe(z.array(z.string()).min(1, 'liaison.field.members_needed')),
  department: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  contact: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  post: line(0, 60),
  note: lines(2, 1000),
});

/**
 * Hands some or all of a contact's members to somebody else, with a note that the members and the next contact read;
 * open matters go with them. All of it or nothing.
 * @returns how many members were handed over
 * @throws ZodError; AppError liaison.contact_changed where one of them has another contact by now
 */
export async function handOver(k: Kernel, actor: Actor, input: z.input<typeof handOverInput>): Promise<number> {
  const given = handOverInput.parse(input);
  if (given.from === given.contact) failFields({ contact: { key: 'liaison.field.same_person' } });
  if (!(await departmentBook(k)).get(given.department)?.active)
    failFields({ department: { key: 'liaison.field.department_unknown' } });
  const members = [...new Set(given.members)].sort();
  await inTransaction(k.db, async (tx) => {
    // In the order of ids, so that two hand-overs at once wait for each other instead of blocking each other.
    for (const memberId of members) if (!(await lockMember(tx, memberId))) fail('liaison.not_a_member');
    await requireActive(tx, given.department);
    for (const memberId of members) {
      const contact = await contactOf(tx, memberId);
      if (contact?.contactId !== given.from) return fail('liaison.contact_changed');
      if (!mayHandOver(actor, contact.departmentId, given.department)) fail('kernel.not_allowed');
      await requireQualified(tx, given.contact, given.department, memberId);
      const end = { reason: 'handed_over', note: given.note, at: k.clock.now(), by: actor.accountId } as const;
      await closeContact(tx, contact.id, end);
      await startContact(
        k,
        tx,
        actor,
        { memberId, contactId: given.contact, departmentId: given.department, post: given.post },
        contact,
      );
    }
  });
  return members.length;
}

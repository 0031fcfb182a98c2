import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, holdActive, lockMember } from '../../people/index.ts';
import { contactOf } from '../contacts/named-contact.queries.ts';
import { isMemberThemself, mayWriteEntry } from '../liaison.policy.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { formToken, line, lines } from '../words.ts';
import { insertMatter, insertStep, matterOfForm } from './matter.queries.ts';

export const openMatterInput = z.object({
  title: line(4, 80),
  text: lines(0, 4000),
  token: formToken,
});

export type Opened = { id: string; number: string };

type NewRequest = {
  memberId: string;
  title: string;
  text: string;
  entryId?: string | null;
  token?: string | null | undefined;
  ownerId: string | null;
  departmentId: string;
  side: 'member' | 'contact';
};

/** Writes a matter of a member whose membership is held. Its due day follows from the city's setting. */
export async function openMatterIn(k: Kernel, tx: Tx, actor: Actor, given: NewRequest): Promise<Opened> {
  const { accountId } = actor;
  if (!accountId) fail('kernel.not_allowed');
  // Merged at this moment: then the contact is of another department by now.
  if ((await holdActive(tx, [given.departmentId])).length === 0) fail('liaison.contact_changed');
  const at = k.clock.now();
  const calendar = await k.calendar.current();
  const opened = await insertMatter(tx, {
    memberId: given.memberId,
    entryId: given.entryId ?? null,
    ownerId: given.ownerId,
    departmentId: given.departmentId,
    title: given.title,
    text: given.text,
    side: given.side,
    by: accountId,
    at,
    year: Number(localDate(at, k.config.TIME_ZONE).slice(0, 4)),
    dueAt: calendar.addWorkingDays(at, k.settings.get(liaisonSettings).matterDue_days),
    formToken: given.token ?? null,
  });
  const { departmentId, side } = given;
  await insertStep(tx, opened.id, at, { act: 'open', side, byId: accountId, departmentId, text: '' });
  await k.outbox.emit(tx, at, {
    type: 'liaison.matter_open',
    subject: opened.id,
    actorId: accountId,
    payload: { number: opened.number, to: 'open', departmentId, side },
  });
  await audit(tx, at, {
    actorId: accountId,
    actorName: auditName(actor),
    action: 'liaison.matter_open',
    objectType: 'liaison_matter',
    objectId: opened.id,
    departmentId,
    details: { number: opened.number },
  });
  return opened;
}

/**
 * A request of a member becomes a matter: written by the member, or by their contact for them. The contact is its owner.
 * Sent twice it is one matter.
 * @throws ZodError; AppError liaison.not_a_member, liaison.no_contact, kernel.not_allowed
 */
export async function openMatter(
  k: Kernel,
  actor: Actor,
  memberId: string,
  input: z.input<typeof openMatterInput>,
): Promise<Opened> {
  const { title, text, token } = openMatterInput.parse(input);
  return inTransaction(k.db, async (tx) => {
    if (!(await lockMember(tx, memberId))) return fail('liaison.not_a_member');
    const sent = token ? await matterOfForm(tx, token) : undefined;
    if (sent?.member_id === memberId) return { id: sent.id, number: sent.number };
    const contact = await contactOf(tx, memberId);
    if (!contact) return fail('liaison.no_contact');
    const facts = { memberId, contactId: contact.contactId, departmentId: contact.departmentId };
    const own = isMemberThemself(actor, facts);
    if (!own && !mayWriteEntry(actor, facts)) fail('liaison.contact_changed');
    return openMatterIn(k, tx, actor, {
      memberId,
      title,
      text,
      token,
      ownerId: contact.contactId,
      departmentId: contact.departmentId,
      side: own ? 'member' : 'contact',
    });
  });
}

import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, accountsWithRole, departmentBook } from '../../people/index.ts';
import { requireActive, requireQualified } from '../contacts/change-contact.ts';
import { contactDepartments, openContacts } from '../contacts/named-contact.queries.ts';
import { mayGiveMatter, mayTakeOffered, mayWorkOnMatter } from '../liaison.policy.ts';
import { lines } from '../words.ts';
import { actOnMatter } from './act-on-matter.ts';
import { insertHanding, openHanding, settleHanding } from './handing.queries.ts';

/** Who of a department may take a matter that is offered to it. */
export async function takersOf(k: Pick<Kernel, 'db'>, departmentId: string): Promise<string[]> {
  const leaders = await accountsWithRole(k, 'leader', departmentId);
  const officers = await accountsWithRole(k, 'liaison_officer', departmentId);
  const contacts = await openContacts(k.db, { departmentIds: [departmentId] });
  return [...new Set([...leaders, ...officers, ...contacts.map(({ contactId }) => contactId)])];
}

export const offerInput = z.object({
  department: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
  text: lines(2, 1000),
});

/** The owner offers a matter to another department; it stays theirs until somebody there takes it. */
export async function offerMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof offerInput>,
): Promise<void> {
  const { department, text } = offerInput.parse(input);
  if (!(await departmentBook(k)).get(department)?.active)
    failFields({ department: { key: 'liaison.field.department_unknown' } });
  await actOnMatter(k, actor, matterId, 'offer', mayWorkOnMatter, async ({ tx, matter, at }) => {
    if (department === matter.department_id) failFields({ department: { key: 'liaison.field.same_department' } });
    await requireActive(tx, department);
    if ((await takersOf({ db: tx }, department)).length === 0) fail('liaison.nobody_there');
    await insertHanding(tx, {
      matterId: matter.id,
      fromDepartmentId: matter.department_id,
      toDepartmentId: department,
      note: text,
      byId: actor.accountId ?? '',
      at,
    });
    return {
      text,
      side: 'contact',
      departmentId: department,
      event: { toDepartmentId: department },
      result: undefined,
    };
  });
}

/** The owner takes an offer back. */
export async function withdrawOffer(k: Kernel, actor: Actor, matterId: string): Promise<void> {
  await actOnMatter(k, actor, matterId, 'withdraw_offer', mayWorkOnMatter, async ({ tx, at }) => {
    if (!(await openHanding(tx, matterId))) fail('liaison.no_offer');
    await settleHanding(tx, matterId, { state: 'withdrawn', by: actor.accountId, at, answer: '' });
    return { side: 'contact', result: undefined };
  });
}

/** Whether this person may take or refuse what is offered to the department. */
async function mayTake(k: Kernel, actor: Actor, departmentId: string): Promise<boolean> {
  if (!actor.accountId) return false;
  return mayTakeOffered(actor, departmentId, await contactDepartments(k.db, actor.accountId));
}

/** Somebody of the department takes the matter: from now on it is theirs. */
export async function takeMatter(k: Kernel, actor: Actor, matterId: string): Promise<void> {
  const offer = await openHanding(k.db, matterId);
  if (!offer) return fail('liaison.no_offer');
  const allowed = await mayTake(k, actor, offer.toDepartmentId);
  await actOnMatter(
    k,
    actor,
    matterId,
    'take',
    () => allowed,
    async ({ tx, matter, at }) => {
      const standing = await openHanding(tx, matterId);
      // Moved to the department that theirs went into: they look again.
      if (!standing || standing.id !== offer.id || standing.toDepartmentId !== offer.toDepartmentId)
        return fail('liaison.no_offer');
      await requireActive(tx, standing.toDepartmentId);
      if (matter.member_id === actor.accountId) fail('liaison.not_oneself');
      await settleHanding(tx, matterId, { state: 'accepted', by: actor.accountId, at, answer: '' });
      return {
        patch: { owner_id: actor.accountId, department_id: offer.toDepartmentId },
        side: 'contact',
        departmentId: offer.toDepartmentId,
        event: { byId: offer.byId },
        result: undefined,
      };
    },
  );
}

export const refuseInput = z.object({ text: lines(2, 1000) });

/** The department does not take it, and says why. */
export async function refuseMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof refuseInput>,
): Promise<void> {
  const { text } = refuseInput.parse(input);
  const offer = await openHanding(k.db, matterId);
  if (!offer) return fail('liaison.no_offer');
  const allowed = await mayTake(k, actor, offer.toDepartmentId);
  await actOnMatter(
    k,
    actor,
    matterId,
    'refuse',
    () => allowed,
    async ({ tx, at }) => {
      if ((await openHanding(tx, matterId))?.id !== offer.id) fail('liaison.no_offer');
      await settleHanding(tx, matterId, { state: 'refused', by: actor.accountId, at, answer: text });
      return {
        text,
        side: 'contact',
        departmentId: offer.toDepartmentId,
        event: { byId: offer.byId },
        result: undefined,
      };
    },
  );
}

export const giveInput = z.object({
  contact: z.string({ error: 'liaison.field.choose' }).refine(isId, 'liaison.field.choose'),
});

/** The liaison office, or the department's officer, gives a matter to somebody of the department that has it. */
export async function giveMatter(
  k: Kernel,
  actor: Actor,
  matterId: string,
  input: z.input<typeof giveInput>,
): Promise<void> {
  const { contact } = giveInput.parse(input);
  await actOnMatter(k, actor, matterId, 'give', mayGiveMatter, async ({ tx, matter }) => {
    await requireQualified(tx, contact, matter.department_id, matter.member_id);
    return { patch: { owner_id: contact }, side: 'office', result: undefined };
  });
}

import type { PageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  type Actor,
  accountNames,
  entryOf,
  memberIdOfNumber,
  memberNumbers,
  membersByAccount,
} from '../../people/index.ts';
import { type EntriesView, loadEntries } from '../entries/load-entries.ts';
import { factsOfMember } from '../facts.ts';
import { mayAssign, mayReadMember, maySeeHowToReach, mayWriteEntry } from '../liaison.policy.ts';
import { namesFor } from '../matters/load-names.ts';
import { type Matter, mattersOfMember } from '../matters/matter.queries.ts';
import type { MatterNames } from '../matters/matter-table.tsx';
import { contactHistory, type NamedContact } from './named-contact.queries.ts';
import { noteLook } from './note-look.ts';

export type PastContact = NamedContact & { name: string };

export type MemberView = {
  memberId: string;
  number: string;
  name: string;
  /** what they say of themself in the register, as far as a contact needs it */
  profession: { penName: string; organisation: string; post: string; categories: readonly string[] } | null;
  /** for the contact alone */
  reach: { email: string; phone: string } | null;
  contact: PastContact | null;
  history: readonly PastContact[];
  entries: EntriesView;
  matters: readonly Matter[];
  names: MatterNames;
  mayWrite: boolean;
  mayEnd: boolean;
};

/** Matters that a page shows; the others are found in the list. */
const shownMatters = 100;

/** Everybody who was a member's contact, with names. */
export async function namedHistory(k: Kernel, memberId: string): Promise<PastContact[]> {
  const history = await contactHistory(k.db, memberId);
  const names = await accountNames(
    k.db,
    history.map(({ contactId }) => contactId),
  );
  return history.map((contact) => ({ ...contact, name: names.get(contact.contactId) ?? '' }));
}

/**
 * A member's page as this person of the staff may see it. That they looked is recorded.
 * @throws AppError liaison.not_found, kernel.not_allowed
 */
export async function loadMember(k: Kernel, actor: Actor, number: string, before: PageKey | null): Promise<MemberView> {
  const memberId = await memberIdOfNumber(k.db, number);
  if (!memberId) return fail('liaison.not_found');
  const facts = await factsOfMember(k.db, memberId);
  if (!mayReadMember(actor, facts)) fail('kernel.not_allowed');
  await noteLook(k, actor, memberId, facts.departmentId);
  const [[member], entry, history, entries, matters] = await Promise.all([
    membersByAccount(k.db, [memberId]),
    entryOf(k.db, memberId),
    namedHistory(k, memberId),
    loadEntries(k, memberId, before),
    mattersOfMember(k.db, memberId, shownMatters),
  ]);
  const numbers = await memberNumbers(k.db, [memberId]);
  return {
    memberId,
    number: numbers.get(memberId) ?? number,
    name: member?.name ?? '',
    profession: entry && {
      penName: entry.penName,
      organisation: entry.organisationName,
      post: entry.post,
      categories: entry.categories,
    },
    reach: entry && maySeeHowToReach(actor, facts) ? { email: entry.contactEmail, phone: entry.contactPhone } : null,
    contact: history.find(({ until }) => until === null) ?? null,
    history: history.filter(({ until }) => until !== null),
    entries,
    matters,
    names: await namesFor(k, matters),
    mayWrite: member !== undefined && mayWriteEntry(actor, facts),
    mayEnd: facts.contactId !== null && mayAssign(actor),
  };
}

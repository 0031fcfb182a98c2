import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { accountNames, consenting, findMembers, type Member, membersByAccount } from '../../people/index.ts';
import { lastContacts, unanswered } from '../entries/entry.queries.ts';
import { liaisonSettings } from '../liaison.settings.ts';
import { openMatterCounts } from '../matters/list.queries.ts';
import { quarterStart } from '../reminders/quarter.ts';
import type { Scope } from '../scope.ts';
import { contactConsent } from './change-contact.ts';
import { type NamedContact, openContacts } from './named-contact.queries.ts';

/** Members and how they stand: with whom, when last in contact, what waits. */
export type MemberRow = {
  member: Member;
  contact: (NamedContact & { name: string }) | null;
  /** agreed to having a contact; only then a missing one is a vacancy */
  consents: boolean;
  /** last contact of this quarter */
  last: Date | null;
  /** since when a message of theirs waits for an answer */
  waiting: Date | null;
  open: number;
  late: number;
};

/** A contact with what they have in hand. */
export type ContactRow = {
  contactId: string;
  name: string;
  departmentId: string;
  members: number;
  tooMany: boolean;
  waiting: Date | null;
};

/** As many members as a register has. */
const everyMember = 100_000;

async function membersIn(k: Kernel, scope: Scope): Promise<{ members: Member[]; contacts: NamedContact[] }> {
  if (scope.all) return { members: await findMembers(k.db, '', everyMember), contacts: await openContacts(k.db) };
  const own = await openContacts(k.db, { contactId: scope.accountId });
  const led = scope.departmentIds.length > 0 ? await openContacts(k.db, { departmentIds: scope.departmentIds }) : [];
  const contacts = [...new Map([...own, ...led].map((contact) => [contact.id, contact])).values()];
  const members = await membersByAccount(
    k.db,
    contacts.map(({ memberId }) => memberId),
  );
  return { members: members.sort((a, b) => a.number.localeCompare(b.number)), contacts };
}

/** Every member in somebody's scope, by number. */
export async function loadMembers(k: Kernel, scope: Scope): Promise<MemberRow[]> {
  const now = k.clock.now();
  const { members, contacts } = await membersIn(k, scope);
  const ids = members.map(({ accountId }) => accountId);
  const quarter = quarterStart(localDate(now, k.config.TIME_ZONE), k.config.TIME_ZONE);
  const [names, consents, last, waiting, matters] = await Promise.all([
    accountNames(
      k.db,
      contacts.map(({ contactId }) => contactId),
    ),
    consenting(k.db, contactConsent, ids),
    lastContacts(k.db, ids, quarter),
    unanswered(k.db, ids),
    openMatterCounts(k.db, ids, now),
  ]);
  const contactOf = new Map(contacts.map((contact) => [contact.memberId, contact]));
  return members.map((member) => {
    const contact = contactOf.get(member.accountId);
    return {
      member,
      contact: contact ? { ...contact, name: names.get(contact.contactId) ?? '' } : null,
      consents: consents.has(member.accountId),
      last: last.get(member.accountId) ?? null,
      waiting: contact ? (waiting.get(member.accountId) ?? null) : null,
      ...(matters.get(member.accountId) ?? { open: 0, late: 0 }),
    };
  });
}

/** A member without a contact who wants one. */
export const isVacant = (row: MemberRow): boolean => row.contact === null && row.consents;
/** A member with a contact who was not contacted this quarter. */
export const isQuiet = (row: MemberRow): boolean => row.contact !== null && row.last === null;

/** The same rows by contact and department, those with too many first. */
export function contactsOf(k: Kernel, rows: readonly MemberRow[]): ContactRow[] {
  const { mostMembers } = k.settings.get(liaisonSettings);
  const found = new Map<string, ContactRow>();
  for (const { contact, waiting } of rows) {
    if (!contact) continue;
    const key = `${contact.contactId} ${contact.departmentId}`;
    const row = found.get(key) ?? {
      contactId: contact.contactId,
      name: contact.name,
      departmentId: contact.departmentId,
      members: 0,
      tooMany: false,
      waiting: null,
    };
    row.members += 1;
    row.tooMany = row.members > mostMembers;
    if (waiting && (!row.waiting || waiting < row.waiting)) row.waiting = waiting;
    found.set(key, row);
  }
  return [...found.values()].sort((a, b) => Number(b.tooMany) - Number(a.tooMany) || b.members - a.members);
}

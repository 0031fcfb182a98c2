import { randomBytes } from 'node:crypto';
import { inTransaction } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { localTime } from '../../kernel/time/index.ts';
import { type Actor, recordConsent } from '../people/index.ts';
import { makeAccount, makeDepartment } from '../people/people.factory.ts';
import { makeMember } from '../people/register/register.factory.ts';
import { assignContact } from './contacts/assign-contact.ts';
import { contactConsent } from './contacts/change-contact.ts';
import { type EntryInput, sendMessage, writeEntry } from './entries/write-entry.ts';
import { matterByNumber } from './matters/matter.queries.ts';
import type { MatterState } from './matters/matters.rules.ts';
import { openMatter } from './matters/open-matter.ts';
import { dropMatter, rateMatter } from './matters/settle-matter.ts';
import { answerMatter, reportStep } from './matters/work-on-matter.ts';

type Account = Awaited<ReturnType<typeof makeAccount>>;
export type MadeMember = Awaited<ReturnType<typeof makeMember>>;
export type MadeContact = { member: MadeMember; contact: Account; office: Account; departmentId: string };

const offices = new WeakMap<Kernel, Promise<Account>>();

/** Test data: the city's liaison officer, the same one within a kernel. */
export function makeOffice(k: Kernel): Promise<Account> {
  const office = offices.get(k) ?? makeAccount(k, { name: '联络办老秦', roles: [{ role: 'liaison_officer' }] });
  offices.set(k, office);
  return office;
}

/** Test data: a member who agreed that a contact sees how to reach them. */
export async function makeConsentingMember(
  k: Kernel,
  given: Parameters<typeof makeMember>[1] = {},
): Promise<MadeMember> {
  const member = await makeMember(k, given);
  await inTransaction(k.db, (tx) =>
    recordConsent(tx, { accountId: member.accountId, purpose: contactConsent, wording: 'v1', at: k.clock.now() }),
  );
  return member;
}

/** Test data: somebody of a department who can be a contact. */
export function makeColleague(k: Kernel, departmentId: string, name?: string): Promise<Account> {
  return makeAccount(k, { ...(name ? { name } : {}), roles: [{ role: 'handler', departmentId }] });
}

/** Test data: a member with a named contact, by the liaison office; what is not given is made. */
export async function makeNamedContact(
  k: Kernel,
  given: { member?: MadeMember; contact?: Account; departmentId?: string; post?: string } = {},
): Promise<MadeContact> {
  const departmentId = given.departmentId ?? (await makeDepartment(k));
  const office = await makeOffice(k);
  const member = given.member ?? (await makeConsentingMember(k));
  const contact = given.contact ?? (await makeColleague(k, departmentId));
  await assignContact(k, office, {
    member: member.number,
    department: departmentId,
    contact: contact.accountId,
    post: given.post ?? '科长',
  });
  return { member, contact, office, departmentId };
}

const token = () => randomBytes(18).toString('base64url');

/** Test data: an entry, by the contact unless told otherwise. @returns its id, and the number of the matter it became */
export async function makeEntry(
  k: Kernel,
  made: Pick<MadeContact, 'member' | 'contact'>,
  given: { by?: Actor; message?: string } & Partial<EntryInput> = {},
): Promise<{ id: string; matter: string | null }> {
  const { by = made.contact, message, ...words } = given;
  if (message) return sendMessage(k, by, made.member.accountId, { text: message, token: token() });
  const now = k.clock.now();
  const [day, time] = [
    new Intl.DateTimeFormat('en-CA', { timeZone: k.config.TIME_ZONE }).format(now),
    localTime(now, k.config.TIME_ZONE).slice(0, 5),
  ];
  return writeEntry(k, by, made.member.accountId, {
    kind: 'call',
    held: `${day}T${time}`,
    minutes: '20',
    place: '',
    talked: '谈了直播场地的事',
    asked: '想要一间隔音好的直播间',
    token: token(),
    ...words,
  });
}

const way: Record<Exclude<MatterState, 'open' | 'dropped'>, number> = { in_progress: 1, answered: 2, closed: 3 };

/** Test data: a matter of the member in the hands of their contact, brought as far as `state`. */
export async function makeLiaisonMatter(
  k: Kernel,
  made: Pick<MadeContact, 'member' | 'contact'>,
  given: { state?: MatterState; title?: string; text?: string; by?: Actor } = {},
): Promise<{ id: string; number: string }> {
  const { state = 'open', title = '想要一间直播间', text = '白天用，能隔音', by = made.member } = given;
  const opened = await openMatter(k, by, made.member.accountId, { title, text, token: token() });
  if (state === 'dropped') await dropMatter(k, made.member, opened.id, { text: '' });
  if (state === 'open' || state === 'dropped') return opened;
  if (way[state] >= 1) await reportStep(k, made.contact, opened.id, { text: '看了两处场地' });
  if (way[state] >= 2) await answerMatter(k, made.contact, opened.id, { text: '文创园三号楼有一间，下周可以用' });
  if (way[state] >= 3)
    await rateMatter(k, made.member, opened.id, { solved: 'yes', outcome: 5, attitude: 5, speed: 4, text: '' });
  return opened;
}

/** The state that a matter has now. */
export async function stateOfMatter(k: Kernel, number: string): Promise<MatterState | undefined> {
  return (await matterByNumber(k.db, number))?.state;
}

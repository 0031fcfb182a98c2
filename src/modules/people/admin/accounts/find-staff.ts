import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Pinyin, pinyinOf } from '../../../../kernel/text/index.ts';
import { type Actor, departmentsOf, isStaff, type Role } from '../../actor.ts';
import { parseAddress } from '../../sign-in/address.ts';
import { mayAdministerCity, mayManageAccount, mayManagePeople, maySeeAccount } from '../admin.policy.ts';
import {
  type AccountDetails,
  type AccountRow,
  accountByAddress,
  accountDetails,
  listStaff,
  staffToSearch,
} from './accounts.queries.ts';
import { noteLook } from './note-look.ts';

const pinyins = new Map<string, Pinyin>();

function pinyinFor(name: string): Pinyin {
  let known = pinyins.get(name);
  if (!known) {
    // Names of staff change seldom; a city of residents must not fill the memory all the same.
    if (pinyins.size > 20_000) pinyins.clear();
    known = pinyinOf(name);
    pinyins.set(name, known);
  }
  return known;
}

/** Whether somebody may be meant by what was typed: part of the name or of an address, pinyin, its initials. */
export function isMeant(
  person: { name: string; displayName: string; email: string; phone: string | null },
  typed: string,
): boolean {
  const asked = typed.normalize('NFKC').trim().toLowerCase();
  if (asked === '') return true;
  const digits = asked.replace(/[\s()+-]/g, '');
  if (/^\d{4,}$/.test(digits)) return (person.phone ?? '').includes(digits);
  if ([person.name, person.displayName, person.email].some((text) => text.toLowerCase().includes(asked))) return true;
  const letters = asked.replace(/[\s']/g, '');
  if (!/^[a-z]+$/.test(letters)) return false;
  const { full, initials } = pinyinFor(person.name);
  return full.startsWith(letters) || initials.startsWith(letters);
}

export type StaffQuery = {
  q?: string;
  role?: Role;
  departmentId?: string;
  disabled?: boolean;
  after?: { name: string; id: string };
};

export const pageSize = 50;

/** Departments whose people the actor sees; null: all. */
function scopeOf(actor: Actor, wanted: string | undefined): string[] | null {
  const { city, ids } = departmentsOf(actor, 'administrator');
  if (city) return wanted ? [wanted] : null;
  return wanted ? ids.filter((id) => id === wanted) : ids;
}

/**
 * Staff by name, a page at a time. A whole e-mail address or number finds anybody, for administrators of the city.
 * @throws AppError kernel.not_allowed
 */
export async function findStaff(
  k: Kernel,
  actor: Actor,
  query: StaffQuery,
): Promise<{ people: AccountRow[]; more: boolean }> {
  if (!mayManagePeople(actor)) fail('kernel.not_allowed');
  const departmentIds = scopeOf(actor, query.departmentId);
  const filter = { departmentIds, ...(query.role && { role: query.role }) };
  const narrowed = { ...filter, ...(query.disabled !== undefined && { disabled: query.disabled }) };
  const { q = '' } = query;
  if (q.trim() === '') return page(await listStaff(k.db, narrowed, query.after ?? null, pageSize + 1));
  const found = (await staffToSearch(k.db, departmentIds)).filter((person) => isMeant(person, q));
  const people = await listStaff(
    k.db,
    { ...narrowed, ids: found.map(({ id }) => id) },
    query.after ?? null,
    pageSize + 1,
  );
  if (people.length === 0 && mayAdministerCity(actor) && !query.after) {
    const address = parseAddress(q);
    const id = address && (await accountByAddress(k.db, address.to));
    const person = id ? await accountDetails(k.db, id) : undefined;
    if (person) return { people: [person], more: false };
  }
  return page(people);
}

function page(rows: AccountRow[]): { people: AccountRow[]; more: boolean } {
  return { people: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/**
 * One account. A look at somebody who does not work here is recorded in the audit log.
 * @throws AppError kernel.not_found
 */
export async function openAccount(
  k: Kernel,
  actor: Actor,
  id: string,
): Promise<AccountDetails & { mayManage: boolean }> {
  const account = await accountDetails(k.db, id);
  if (!account || !maySeeAccount(actor, account.grants)) return fail('kernel.not_found');
  if (!isStaff({ ...actor, roles: account.grants })) await noteLook(k, actor, id);
  return { ...account, mayManage: mayManageAccount(actor, account.grants) };
}

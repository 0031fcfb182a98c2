import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId, newId, type Tx } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, type RoleGrant, roles } from '../../actor.ts';
import { placeholderDomain } from '../../auth.ts';
import { departmentBook } from '../../books.ts';
import { insertAccount, insertGrant } from '../../people.queries.ts';
import { parseAddress } from '../../sign-in/address.ts';
import { personName } from '../../sign-in/welcome.ts';
import { mayGrant, mayManagePeople } from '../admin.policy.ts';
import { holdActive } from '../departments/merge-department.queries.ts';
import { tellOfRole } from './role-events.ts';

/** Ways to reach somebody, at least one of them; what is typed is read as on the sign-in page. */
export const addressesShape = z
  .object({ email: z.string().max(300).default(''), phone: z.string().max(60).default('') })
  .transform(({ email, phone }, ctx) => {
    const [mail, number] = [email, phone].map((typed) => (typed.trim() === '' ? null : parseAddress(typed)));
    const wrong = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (email.trim() !== '' && mail?.channel !== 'email') wrong('email', 'people.admin.accounts.email_wrong');
    if (phone.trim() !== '' && number?.channel !== 'sms') wrong('phone', 'people.admin.accounts.phone_wrong');
    if (email.trim() === '' && phone.trim() === '') wrong('email', 'people.admin.accounts.address_missing');
    return { email: mail?.to ?? null, phone: number?.to ?? null };
  });

/** `city` or the id of a department. */
export const grantShape = z
  .object({
    role: z.enum(roles, 'people.admin.accounts.role_missing'),
    place: z.string().refine((place) => place === 'city' || isId(place), 'people.admin.accounts.place_missing'),
  })
  .transform(({ role, place }): RoleGrant => ({ role, departmentId: place === 'city' ? null : place }));

export const staffShape = z.object({ name: personName });

export type NewStaff = { name: string; email: string | null; phone: string | null; grant: RoleGrant };

/**
 * Makes an account for somebody who works here, with a first role. They sign in with a code to that address and set up
 * their second factor; they are told.
 * @throws AppError people.address_taken, kernel.not_allowed
 */
export async function createStaff(k: Kernel, actor: Actor, input: NewStaff): Promise<string> {
  if (!mayManagePeople(actor) || !mayGrant(actor, input.grant)) fail('kernel.not_allowed');
  await knownPlace(k, input.grant);
  const at = k.clock.now();
  const id = newId();
  try {
    await inTransaction(k.db, async (tx) => {
      await insertAccount(tx, {
        id,
        name: input.name,
        displayName: input.name,
        email: input.email ?? `${id}@${placeholderDomain}`,
        phone: input.phone,
        emailPlaceholder: input.email === null,
      });
      await holdPlace(tx, input.grant);
      await insertGrant(tx, { accountId: id, ...input.grant, by: actor.accountId, at });
      await audit(tx, at, {
        actorId: actor.accountId,
        actorName: actor.name,
        action: 'people.staff_created',
        objectType: 'account',
        objectId: id,
        departmentId: input.grant.departmentId,
        details: { role: input.grant.role, departmentId: input.grant.departmentId },
      });
      await tellOfRole(k, tx, actor, 'people.role_granted', id, input.grant);
      await k.notify.send(tx, at, {
        to: { accountId: id },
        kind: 'people.staff_account',
        params: {},
        link: '/sign-in',
      });
    });
  } catch (error) {
    if (isDuplicate(error)) fail('people.address_taken');
    throw error;
  }
  return id;
}

/** @throws AppError kernel.invalid beside `place`, for a department that is unknown or closed */
export async function knownPlace(k: Kernel, grant: RoleGrant): Promise<void> {
  if (grant.departmentId === null) return;
  const department = (await departmentBook(k)).get(grant.departmentId);
  if (!department?.active) failFields({ place: { key: 'people.admin.accounts.place_missing' } });
}

/**
 * The same once more under the lock that closing and merging take: nobody gets a role in a department that closes meanwhile.
 * @throws AppError kernel.invalid beside `place`
 */
export async function holdPlace(tx: Tx, { departmentId }: RoleGrant): Promise<void> {
  if (departmentId !== null && (await holdActive(tx, [departmentId])).length === 0)
    failFields({ place: { key: 'people.admin.accounts.place_missing' } });
}

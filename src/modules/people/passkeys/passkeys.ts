import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor, Role } from '../actor.ts';
import { authOf } from '../auth.ts';
import { keepOneWay } from '../logins/remove-login.ts';
import { profileOf } from '../me/profile.queries.ts';
import { tellOfChange } from '../security-notice.ts';
import { accountWithRoles } from '../session.queries.ts';
import { auditName } from '../session.ts';
import { nextPlace } from '../sign-in/next-place.ts';
import { deleteSession } from '../sign-in/open-session.queries.ts';
import { passCookies, settleSession } from '../sign-in/open-session.ts';
import { deletePasskey, renamePasskey } from './passkeys.queries.ts';

type Owner = Actor & { accountId: string };

/** What a browser needs to sign in with a passkey; its challenge is kept in a cookie and opens once. */
export async function signInOptions(k: Kernel, reply: FastifyReply): Promise<object> {
  const { headers, response } = await authOf(k).api.generatePasskeyAuthenticationOptions({
    headers: new Headers(),
    returnHeaders: true,
  });
  passCookies(headers, reply);
  return { ...response, userVerification: 'required' };
}

/**
 * Signs in by passkey; it counts as both factors, because the device has checked who holds it.
 * @returns where they go on
 * @throws AppError people.passkey_failed, people.passkey_unverified, people.account_disabled
 */
export async function signInByPasskey(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  given: { response: Record<string, unknown>; back: string },
): Promise<string> {
  const { headers, response } = await refusable(
    authOf(k).api.verifyPasskeyAuthentication({
      // Its shape is checked by the library, down to every byte.
      body: { response: given.response as never },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  const account = await accountWithRoles(k.db, response.user.id, null);
  if (!account || account.disabled) {
    await inTransaction(k.db, (tx) => deleteSession(tx, response.session.id));
    return fail('people.account_disabled');
  }
  await settleSession(k, request, {
    sessionId: response.session.id,
    accountId: account.id,
    name: account.roles.length > 0 ? account.name : '',
    proof: 'passkey',
  });
  passCookies(headers, reply);
  const roles = account.roles as { role: Role; departmentId: string | null }[];
  return nextPlace({ name: account.name, roles, secondFactor: true }, given.back);
}

/** @throws AppError people.passkey_sign_in_anew where the session is older than a day */
export async function registrationOptions(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  owner: Owner,
): Promise<object> {
  const profile = await profileOf(k.db, owner.accountId);
  const { headers, response } = await refusable(
    authOf(k).api.generatePasskeyRegistrationOptions({
      query: { name: profile?.email ?? profile?.phone ?? owner.displayName },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  passCookies(headers, reply);
  return response;
}

/** @throws AppError people.passkey_failed, people.passkey_unverified, people.passkey_sign_in_anew */
export async function addPasskey(
  k: Kernel,
  request: FastifyRequest,
  owner: Owner,
  given: { response: Record<string, unknown>; name: string },
): Promise<void> {
  const made = await refusable(
    authOf(k).api.verifyPasskeyRegistration({
      body: { response: given.response, name: given.name },
      headers: headersOf(request),
    }),
  );
  await inTransaction(k.db, async (tx) => {
    await record(k, tx, owner, 'people.passkey_added', made.id);
    await tellOfChange(k, tx, owner.accountId, 'passkey');
  });
}

/** @throws AppError kernel.not_found for another person's */
export async function rename(k: Kernel, owner: Owner, id: string, name: string): Promise<void> {
  const found = await inTransaction(k.db, (tx) => renamePasskey(tx, owner.accountId, id, name));
  if (!found) fail('kernel.not_found');
}

/** @throws AppError kernel.not_found for another person's, people.last_way */
export async function removePasskey(k: Kernel, owner: Owner, id: string): Promise<void> {
  await inTransaction(k.db, async (tx) => {
    await keepOneWay(tx, owner.accountId);
    if (!(await deletePasskey(tx, owner.accountId, id))) fail('kernel.not_found');
    await tellOfChange(k, tx, owner.accountId, 'passkey_removed');
    await record(k, tx, owner, 'people.passkey_removed', id);
  });
}

function record(k: Kernel, tx: Parameters<typeof audit>[0], owner: Owner, action: string, id: string): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: owner.accountId,
    actorName: auditName(owner),
    action,
    objectType: 'account',
    objectId: owner.accountId,
    details: { passkey: id },
  });
}

function headersOf(request: FastifyRequest): Headers {
  return new Headers({ cookie: request.headers.cookie ?? '' });
}

/** What better-auth refuses, in the words of the catalogue; why exactly is nobody's business. */
async function refusable<R>(work: Promise<R>): Promise<R> {
  try {
    return await work;
  } catch (error) {
    const { statusCode, body } = error as { statusCode?: number; body?: { code?: string } };
    if (statusCode === undefined) throw error;
    if (body?.code === 'unverified') throw new AppError('people.passkey_unverified');
    throw new AppError(body?.code === 'SESSION_NOT_FRESH' ? 'people.passkey_sign_in_anew' : 'people.passkey_failed');
  }
}

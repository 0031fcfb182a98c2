import type { FastifyRequest } from 'fastify';
import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Actor, anonymous, isStaff, type Role } from './actor.ts';
import { authOf } from './auth.ts';
import { accountWithRoles } from './session.queries.ts';

/** Who is signed in, and by which session. */
export type Session = {
  id: string;
  token: string;
  actor: Actor;
  secondFactorAt: Date | null;
  /** under fourteen, and the guardian has not agreed yet: may read, and write nothing */
  waitsForGuardian: boolean;
};

const known = new WeakMap<FastifyRequest, Promise<Session | null>>();

/** The session of a request; read once a request. A disabled account has none. */
export function sessionOf(k: Kernel, request: FastifyRequest): Promise<Session | null> {
  let session = known.get(request);
  if (!session) {
    session = readSession(k, request);
    known.set(request, session);
  }
  return session;
}

async function readSession(k: Kernel, request: FastifyRequest): Promise<Session | null> {
  const { cookie } = request.headers;
  if (!cookie?.includes('tongxin.session_token')) return null;
  const found = await authOf(k).api.getSession({
    headers: new Headers({ cookie }),
    query: { disableCookieCache: true, disableRefresh: false },
  });
  if (!found) return null;
  const account = await accountWithRoles(k.db, found.user.id, found.session.id);
  if (!account || account.disabled) return null;
  const actor: Actor = {
    kind: 'account',
    accountId: account.id,
    name: account.name,
    displayName: account.displayName || account.name,
    locale: account.locale as Actor['locale'],
    roles: account.roles as Actor['roles'],
    secondFactor: account.secondFactorAt !== null,
  };
  const { secondFactorAt, waitsForGuardian } = account;
  return { id: found.session.id, token: found.session.token, actor, secondFactorAt, waitsForGuardian };
}

/**
 * Whoever makes the request; `anonymous` when nobody is signed in.
 * @throws AppError people.guardian_first where somebody would write whose guardian has not agreed yet
 */
export async function actorOf(k: Kernel, request: FastifyRequest): Promise<Actor> {
  const session = await sessionOf(k, request);
  if (session?.waitsForGuardian && !reads.has(request.method)) fail('people.guardian_first');
  return session?.actor ?? anonymous;
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Somebody who is signed in and has been through the welcome page.
 * @throws AppError kernel.sign_in_first, people.welcome_first, people.guardian_first
 */
export async function requireActor(k: Kernel, request: FastifyRequest): Promise<Actor> {
  return welcomed(await actorOf(k, request));
}

function welcomed(actor: Actor): Actor {
  if (actor.kind !== 'account') fail('kernel.sign_in_first');
  if (actor.name === '') fail('people.welcome_first');
  return actor;
}

/**
 * Somebody on their own pages. Whoever has a role needs the second factor there too: a session without it must not be
 * able to add an address or a passkey that would open the account later.
 * @param evenWaiting for what somebody may do before their guardian has agreed: leaving, naming another guardian
 * @throws AppError kernel.sign_in_first, people.welcome_first, people.guardian_first, kernel.second_factor_first
 */
export async function requireOwner(
  k: Kernel,
  request: FastifyRequest,
  { evenWaiting = false }: { evenWaiting?: boolean } = {},
): Promise<Actor & { accountId: string; sessionId: string }> {
  const session = await sessionOf(k, request);
  const actor = evenWaiting ? welcomed(session?.actor ?? anonymous) : await requireActor(k, request);
  if (isStaff(actor) && !actor.secondFactor) fail('kernel.second_factor_first');
  if (!actor.accountId || !session) return fail('kernel.sign_in_first');
  return { ...actor, accountId: actor.accountId, sessionId: session.id };
}

/**
 * Somebody with a role, in a session that passed the second factor.
 * @param wanted one of these; none given: any role
 * @throws AppError kernel.sign_in_first, kernel.second_factor_first, kernel.not_allowed
 */
export async function requireStaff(k: Kernel, request: FastifyRequest, ...wanted: Role[]): Promise<Actor> {
  const actor = await requireActor(k, request);
  if (!isStaff(actor)) fail('kernel.not_allowed');
  if (!actor.secondFactor) fail('kernel.second_factor_first');
  if (wanted.length > 0 && !actor.roles.some((grant) => wanted.includes(grant.role))) fail('kernel.not_allowed');
  return actor;
}

/** What the frame of a page needs to know. */
export async function identify(
  k: Kernel,
  request: FastifyRequest,
): Promise<{ accountId: string; name: string; isStaff: boolean; roles: string[]; secondFactor: boolean } | null> {
  const session = await sessionOf(k, request);
  const { actor } = session ?? { actor: anonymous };
  if (!actor.accountId) return null;
  return {
    accountId: actor.accountId,
    name: actor.displayName,
    isStaff: isStaff(actor),
    // A place for the whole city's administrators alone asks for 'administrator:city'.
    roles: [
      ...new Set(
        actor.roles.flatMap(({ role, departmentId }) => (departmentId === null ? [role, `${role}:city`] : [role])),
      ),
    ],
    secondFactor: actor.secondFactor,
  };
}

/**
 * The name for an entry of the audit log: of staff, who answer for what they do. The log outlives accounts, so people
 * without a role stand in it by their id alone.
 */
export function auditName(actor: Actor): string {
  return isStaff(actor) ? actor.name : '';
}

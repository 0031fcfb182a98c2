import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Locale } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sessionOf } from '../../session.ts';
import { openSession } from '../open-session.ts';
import { placeAfterSignIn } from '../sign-in-by-code.ts';
import { browserCookie, hashOf, keepCookie, mustBeAnew, randomToken, userAgentOf } from './leave.ts';
import {
  accountOfLogin,
  findWaiting,
  insertBareAccount,
  insertLogin,
  insertWaiting,
  type Leaving,
  takeLeaving,
  takeWaiting,
  useLogin,
  type Waiting,
} from './outside.queries.ts';
import type { Identity, OutsideProvider } from './provider.ts';

const waitingCookie = 'tongxin.waiting';
const waitingMinutes = 15;

/** Who came back, and what for. */
export type Arrival = { leaving: Leaving; identity: Identity };

/**
 * Reads a way back: the state opens once, in the browser that left, for whoever it was meant.
 * @throws AppError people.outside_stale, people.outside_denied, people.outside_away, people.outside_failed
 */
export async function arrive(k: Kernel, request: FastifyRequest, provider: OutsideProvider): Promise<Arrival> {
  const address = new URL(request.url, `${k.config.publicUrl}/`);
  const state = address.searchParams.get('state') ?? '';
  const leaving = await inTransaction(k.db, (tx) => takeLeaving(tx, hashOf(state), k.clock.now()));
  const browser = hashOf(request.cookies[browserCookie] ?? '');
  if (leaving?.provider !== provider.id || !timingSafeEqual(leaving.browserHash, browser))
    return fail('people.outside_stale');
  if (leaving.accountId !== null && (await sessionOf(k, request))?.actor.accountId !== leaving.accountId)
    return fail('people.outside_stale');
  const { nonce, verifier } = leaving;
  const from = { userAgent: userAgentOf(request), anew: mustBeAnew(leaving.purpose) };
  const identity = await provider.arrive(address, { state, nonce, verifier }, from);
  return { leaving, identity };
}

/**
 * Signs in whoever an identity belongs to. One that is in no account is never put into one because an address looks alike:
 * it waits for the person to say whether they have an account.
 * @returns where they go on
 * @throws AppError people.account_disabled
 */
export async function signInFromOutside(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { leaving, identity }: Arrival,
): Promise<string> {
  const now = k.clock.now();
  const accountId = await inTransaction(k.db, async (tx) => {
    const found = await accountOfLogin(tx, leaving.provider, identity);
    if (found) await useLogin(tx, leaving.provider, identity.id, now);
    return found;
  });
  if (accountId) {
    await openSession(k, request, reply, { accountId, proof: 'outside' });
    return placeAfterSignIn(k, accountId, leaving.back);
  }
  const token = randomToken();
  await inTransaction(k.db, (tx) =>
    insertWaiting(tx, {
      tokenHash: hashOf(token),
      provider: leaving.provider,
      providerAccountId: identity.id,
      back: leaving.back,
      expiresAt: new Date(now.getTime() + waitingMinutes * 60_000),
    }),
  );
  keepCookie(k, reply, waitingCookie, token);
  return '/sign-in/outside';
}

/** The identity that waits in this browser; undefined once it was used or has run out. */
export async function waitingIn(k: Kernel, request: FastifyRequest): Promise<Waiting | undefined> {
  const token = request.cookies[waitingCookie];
  return token && token.length < 100 ? findWaiting(k.db, hashOf(token), k.clock.now()) : undefined;
}

export function forgetWaiting(reply: FastifyReply): void {
  reply.clearCookie(waitingCookie, { path: '/' });
}

/**
 * Makes an account for an identity that waited. Where the same person made one a moment ago in another window, that is
 * the one that is opened: the unique key decides.
 * @throws AppError people.outside_stale
 */
export async function makeAccountFor(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  locale: Locale,
): Promise<string> {
  const waiting = (await waitingIn(k, request)) ?? fail('people.outside_stale');
  const accountId = await newAccount(k, waiting, locale);
  await openSession(k, request, reply, { accountId, proof: 'outside' });
  forgetWaiting(reply);
  return placeAfterSignIn(k, accountId, waiting.back);
}

async function newAccount(k: Kernel, waiting: Waiting, locale: Locale): Promise<string> {
  try {
    return await inTransaction(k.db, async (tx) => {
      if (!(await takeWaiting(tx, waiting.id))) fail('people.outside_stale');
      const id = await insertBareAccount(tx, locale);
      await insertLogin(tx, { accountId: id, ...waiting, at: k.clock.now() });
      await recordNew(k, tx, id, waiting.provider);
      return id;
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const found = await inTransaction(k.db, (tx) =>
      accountOfLogin(tx, waiting.provider, { id: waiting.providerAccountId }),
    );
    return found ?? fail('people.outside_stale');
  }
}

function recordNew(k: Kernel, tx: Tx, id: string, provider: string): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: id,
    action: 'people.account_made',
    objectType: 'account',
    objectId: id,
    details: { channel: provider },
  });
}

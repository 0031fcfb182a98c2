import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { insertLeaving, type Purpose } from './outside.queries.ts';
import { type OutsideProvider, returnAddress } from './provider.ts';

const minutesAway = 10;
/** Binds what comes back to the browser that left. */
export const browserCookie = 'tongxin.outside';

export const hashOf = (text: string) => createHash('sha256').update(text).digest();
/** Letters and figures alone: WeChat takes nothing else for a state. */
export const randomToken = () => randomBytes(32).toString('hex');
export const userAgentOf = (request: FastifyRequest) => (request.headers['user-agent'] ?? '').slice(0, 300);

export function keepCookie(k: Kernel, reply: FastifyReply, name: string, value: string): void {
  reply.setCookie(name, value, {
    path: '/',
    httpOnly: true,
    // The way back is a link from another site: strict would lose it.
    sameSite: 'lax',
    maxAge: minutesAway * 60 + 300,
    secure: k.config.publicUrl.startsWith('https:'),
  });
}

/** A proof of who sits there now is no proof where the provider still knows the browser from this morning. */
export const mustBeAnew = (purpose: Purpose) => purpose === 'confirm' || purpose === 'join';

/**
 * Whether a link that sets something going was followed on this site: a page elsewhere must not send people to a provider
 * and back into an account that is not theirs.
 */
export function isFromHere(k: Kernel, request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin';
  const { referer } = request.headers;
  return referer?.startsWith(`${k.config.publicUrl}/`) ?? false;
}

/**
 * Remembers what a sign-in elsewhere is for and says where to send the browser.
 * @throws AppError people.outside_away, people.outside_failed
 */
export async function leaveFor(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  given: { provider: OutsideProvider; purpose: Purpose; accountId: string | null; back: string },
): Promise<string> {
  const { provider, ...meant } = given;
  const secrets = { state: randomToken(), nonce: randomToken(), verifier: randomToken() };
  const href = await provider.leave(secrets, {
    redirectUri: returnAddress(k.config.publicUrl, provider.id),
    userAgent: userAgentOf(request),
    anew: mustBeAnew(given.purpose),
  });
  // Two windows of one browser may be away at once.
  const before = request.cookies[browserCookie];
  const browser = before && /^[0-9a-f]{64}$/.test(before) ? before : randomToken();
  await inTransaction(k.db, (tx) =>
    insertLeaving(tx, {
      ...meant,
      provider: provider.id,
      browserHash: hashOf(browser),
      stateHash: hashOf(secrets.state),
      nonce: secrets.nonce,
      verifier: secrets.verifier,
      expiresAt: new Date(k.clock.now().getTime() + minutesAway * 60_000),
    }),
  );
  keepCookie(k, reply, browserCookie, browser);
  return href;
}

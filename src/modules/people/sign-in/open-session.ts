import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { authOf } from '../auth.ts';
import { auditName, sessionOf } from '../session.ts';
import { accountToOpen, deleteSession, describeSession } from './open-session.queries.ts';

/** How somebody proved who they are. */
export type Proof = 'code' | 'outside' | 'passkey' | 'second_factor';

/** Hands cookies that better-auth made on to the browser. */
export function passCookies(from: Headers, reply: FastifyReply): void {
  for (const cookie of from.getSetCookie()) reply.header('set-cookie', cookie);
}

/**
 * Opens a session and sets its cookie. The session the browser came with ends: no token lives on from before a sign-in
 * or from before the second factor.
 * @throws AppError people.account_disabled
 */
export async function openSession(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  opened: { accountId: string; proof: Proof },
): Promise<void> {
  const account = await accountToOpen(k.db, opened.accountId);
  if (!account || account.disabled) return fail('people.account_disabled');
  const { headers, response } = await authOf(k).api.openSession({
    body: { accountId: account.id },
    headers: new Headers(),
    returnHeaders: true,
  });
  await settleSession(k, request, { ...opened, sessionId: response.id, name: account.staff ? account.name : '' });
  passCookies(headers, reply);
}

/** What belongs to a session that was just made, in one transaction: its device, its second factor, the end of the one before, the audit entry. */
export async function settleSession(
  k: Kernel,
  request: FastifyRequest,
  opened: { sessionId: string; accountId: string; name: string; proof: Proof },
): Promise<void> {
  const before = await sessionOf(k, request);
  const now = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    await describeSession(tx, opened.sessionId, {
      ip: request.ip,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
      secondFactorAt: opened.proof === 'code' || opened.proof === 'outside' ? null : now,
      provenAt: now,
    });
    if (before) await deleteSession(tx, before.id);
    await audit(tx, now, {
      actorId: opened.accountId,
      actorName: opened.name,
      action: opened.proof === 'second_factor' ? 'people.second_factor_passed' : 'people.signed_in',
      objectType: 'account',
      objectId: opened.accountId,
      details: { by: opened.proof },
    });
  });
}

/** Ends the browser's session. Nothing happens where there is none. */
export async function closeSession(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const session = await sessionOf(k, request);
  if (session) {
    await inTransaction(k.db, async (tx) => {
      await deleteSession(tx, session.id);
      await audit(tx, k.clock.now(), {
        actorId: session.actor.accountId,
        actorName: auditName(session.actor),
        action: 'people.signed_out',
        objectType: 'account',
        objectId: session.actor.accountId ?? '',
      });
    });
  }
  forgetCookies(request, reply);
}

/** Takes the session's cookies out of the browser. */
export function forgetCookies(request: FastifyRequest, reply: FastifyReply): void {
  for (const name of Object.keys(request.cookies)) {
    if (name.includes('tongxin.session')) reply.clearCookie(name, { path: '/', secure: name.startsWith('__Secure-') });
  }
}

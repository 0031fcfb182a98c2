import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

/** The letter that a tracking code opened in this browser: its id, until when, signed. Says nothing of who wrote it. */
const trackedName = 'letter';
const tracked_seconds = 86_400;
/** The token of the form that was just sent, for its receipt alone. */
const receiptName = 'receipt';
const receipt_seconds = 600;

function sign(k: Kernel, text: string): string {
  return createHmac('sha256', k.secret).update(`letter cookie\n${text}`).digest('base64url');
}

function options(k: Kernel, path: string, maxAge: number) {
  return { path, maxAge, sameSite: 'lax', httpOnly: true, secure: k.config.publicUrl.startsWith('https:') } as const;
}

/** Opens one letter to this browser for a day. */
export function openLetter(k: Kernel, reply: FastifyReply, caseId: string): void {
  const claim = `${caseId}.${(k.clock.now().getTime() + tracked_seconds * 1000).toString(36)}`;
  reply.setCookie(trackedName, `${claim}.${sign(k, claim)}`, options(k, '/', tracked_seconds));
}

export function closeLetter(k: Kernel, reply: FastifyReply): void {
  reply.clearCookie(trackedName, options(k, '/', 0));
}

/** The case that this browser may act on as its author, if any. */
export function trackedCaseId(k: Kernel, request: FastifyRequest): string | undefined {
  const [caseId = '', until = '', signature = ''] = (request.cookies[trackedName] ?? '').split('.');
  if (!isId(caseId)) return undefined;
  const wanted = Buffer.from(sign(k, `${caseId}.${until}`));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined;
  return Number.parseInt(until, 36) > k.clock.now().getTime() ? caseId : undefined;
}

/** Lets this browser see the receipt of the form that it sent, for some minutes. */
export function handReceipt(k: Kernel, reply: FastifyReply, formToken: string): void {
  reply.setCookie(receiptName, formToken, options(k, '/cases/receipt', receipt_seconds));
}

export function receiptToken(request: FastifyRequest): string | undefined {
  const token = request.cookies[receiptName];
  return token && /^[\w-]{24}$/.test(token) ? token : undefined;
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../../kernel/errors/index.ts';
import { offerQuickPost, type QuickAnswer, type QuickRequest, toAppError } from '../../../../kernel/http/index.ts';
import { isLocale, type Locale } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type OpenMap, openMap } from '../open-map.ts';
import { wordsFor } from '../opinion-map.rules.ts';
import { chooseNext, seenOf } from '../voting/choose-next.ts';
import type { Participant } from '../voting/participant-token.ts';
import { takeVote } from '../voting/take-vote.ts';

export type BySlug = { Params: { slug: string } };

export function isJson(request: FastifyRequest): boolean {
  return request.headers['content-type']?.startsWith('application/json') ?? false;
}

/** A body as an object; anything else has no fields. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}

/**
 * What a program is told: how far somebody has come, and what they are asked next.
 * `{"seen":13,"of":38,"next":{"number":5,"text":"…","lang":"zh-CN","by":"…"}}`; `next` is null where everything has been seen.
 */
export function standing(map: OpenMap, who: Participant, seen: ReadonlySet<number>, locale: Locale): string {
  const next = chooseNext(map, who, seen);
  const words = next && wordsFor(locale, next);
  return JSON.stringify({
    seen: seenOf(map, seen),
    of: map.statements.length,
    next: next && words && { number: next.number, text: words.text, lang: words.language, by: next.shownAs },
  });
}

/** POST /maps/:slug/votes with JSON: `{"statement":5,"vote":1,"lang":"zh-CN"}` → 201 and {@link standing}. */
export async function postJsonVote(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const { headers, ip } = request;
    const { status, body } = await answerVote(k, request.params.slug, { headers, ip, body: request.body });
    return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body);
  } catch (thrown) {
    return sendJsonError(request, reply, thrown);
  }
}

async function answerVote(k: Kernel, slug: string, request: QuickRequest): Promise<QuickAnswer> {
  const found = openMap(k, slug);
  const map = found instanceof Promise ? await found : found;
  if (!map) throw new AppError('consultations.not_found');
  const sent = fieldsOf(request.body);
  const { participant, seen } = await takeVote(k, request, map, sent);
  const locale = isLocale(sent.lang) ? sent.lang : 'zh-CN';
  return { status: 201, body: standing(map, participant, seen, locale) };
}

/** Answers the same before routing: while a map is talked about it is nearly all that comes in. */
export function offerQuickVotes(k: Kernel): void {
  const address = /^\/maps\/([a-z0-9-]{3,60})\/votes$/;
  offerQuickPost(k, {
    route: '/maps/:slug/votes',
    match: (url) => address.exec(url)?.[1] ?? null,
    answer: (slug, request) => answerVote(k, slug, request),
  });
}

/** What went wrong, for a program. */
export function sendJsonError(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const { code, status, params, fields } = toAppError(thrown);
  if (status >= 500) request.log.error({ err: thrown, reference: request.id }, code);
  if (params.seconds) reply.header('retry-after', String(params.seconds));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: { code, params, fields, reference: request.id } }));
}

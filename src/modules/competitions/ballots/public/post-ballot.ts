import type { FastifyReply, FastifyRequest } from 'fastify';
import { offerQuickPost, type QuickAnswer, type QuickRequest, toAppError } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { ballotBySlug, type SentBallot, takeBallot } from './take-ballot.ts';

export type BySlug = { Params: { slug: string } };

/** Whether a program sent it: it is answered in JSON, whatever it says that it accepts. */
export function isJson(request: FastifyRequest): boolean {
  return request.headers['content-type']?.startsWith('application/json') ?? false;
}

/** A JSON body as an object; anything else has no fields. */
export function jsonBody(request: { body?: unknown }): SentBallot {
  const { body } = request;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as SentBallot) : {};
}

/** POST /competitions/:slug/vote with JSON: `{"choices":[1,4]}` → 201 `{"receipt":"…","leaf":"…"}`. */
export async function postJsonBallot(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const { headers, ip } = request;
    const { status, body } = await answerBallot(k, request.params.slug, { headers, ip, body: jsonBody(request) });
    return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body);
  } catch (thrown) {
    return sendJsonError(request, reply, thrown);
  }
}

async function answerBallot(k: Kernel, slug: string, request: QuickRequest): Promise<QuickAnswer> {
  const ballot = await ballotBySlug(k, slug);
  const { code, leaf } = await takeBallot(k, request, ballot, jsonBody(request));
  return { status: 201, body: `{"receipt":"${code}","leaf":${JSON.stringify(leaf)}}` };
}

/** Answers the same before routing: on the evening of a vote it is nearly all that comes in. */
export function offerQuickBallots(k: Kernel): void {
  const address = /^\/competitions\/([a-z0-9-]{3,60})\/vote$/;
  offerQuickPost(k, {
    route: '/competitions/:slug/vote',
    match: (url) => address.exec(url)?.[1] ?? null,
    answer: (slug, request) => answerBallot(k, slug, request),
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

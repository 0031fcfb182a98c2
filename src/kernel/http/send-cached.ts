import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CachedPage } from '../cache/index.ts';

export const cachedVary = 'accept-encoding, accept-language, cookie';
export const cachedControl = 'public, max-age=0, s-maxage=10, must-revalidate, stale-while-revalidate=30';

/** Sends a page kept as bytes, in the best encoding that the caller takes, or 304 where it has it already. */
export function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  page: CachedPage,
  { control = cachedControl, vary = cachedVary } = {},
): FastifyReply {
  reply
    .code(page.status)
    .header('etag', page.etag)
    .header('vary', vary)
    .header('cache-control', page.status === 200 ? control : 'no-store');
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) return reply.code(304).send();
  reply.header('content-type', page.type);
  const accepted = request.headers['accept-encoding'] ?? '';
  if (accepted.includes('br')) return reply.header('content-encoding', 'br').send(page.brotli);
  if (accepted.includes('gzip')) return reply.header('content-encoding', 'gzip').send(page.gzip);
  return reply.send(page.body);
}

import type { FastifyReply } from 'fastify';
import { fail } from '../errors/index.ts';
import type { Live } from './live.ts';

/** More browsers than one process listens for; they try again and find another, or load the page anew by themselves. */
const mostStreams = 20_000;

/**
 * Answers with a stream of server-sent events of these topics, until the browser goes.
 * @throws AppError kernel.too_many
 */
export function sendEvents(live: Live, reply: FastifyReply, topics: string[]): void {
  if (live.streams >= mostStreams) fail('kernel.too_many', { seconds: 30 });
  const kept = reply.getHeaders() as Record<string, string>;
  reply.hijack();
  reply.raw.writeHead(200, {
    ...kept,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  live.stream(topics, reply.raw);
}

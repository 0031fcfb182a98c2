import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';
import { type App, onQuickPost } from '../http/index.ts';
import type { Kernel } from '../kernel.ts';
import { createFigures } from './figures.ts';
import { readinessOf } from './readiness.ts';

/**
 * /health/live: the process answers. /health/ready: it should be given requests (503 otherwise). /metrics: figures for
 * Prometheus, to whoever has METRICS_TOKEN or, without one, asks from this machine.
 */
export function metricsRoutes(app: App, k: Kernel): void {
  const figures = createFigures(k);
  let stopping = false;
  const readiness = readinessOf(k, () => stopping);
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onClose', async () => figures.stop());
  app.addHook('onResponse', (request, reply, done) => {
    figures.request(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  onQuickPost(k, (route, status, seconds) => figures.request('POST', route, status, seconds));

  const config = { programs: true };
  app.get('/health/live', { config }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ live: true }),
  );
  app.get('/health/ready', { config }, async (_request, reply) => {
    const answer = await readiness();
    return reply
      .code(answer.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });
  app.get('/metrics', { config }, async (request, reply) => {
    if (!mayRead(request, k.config.METRICS_TOKEN)) throw new AppError('kernel.not_found');
    return reply
      .header('cache-control', 'no-store')
      .type(figures.registry.contentType)
      .send(await figures.registry.metrics());
  });
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const viaProxy = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
  }
  // A proxy on this machine makes everybody look like this machine.
  return (
    loopback.test(request.ip) &&
    loopback.test(request.socket.remoteAddress ?? '') &&
    !viaProxy.some((name) => request.headers[name] !== undefined)
  );
}

import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AppError } from '../errors/index.ts';
import type { Kernel } from '../kernel.ts';
import { toAppError } from './error-of.ts';
import { guardOrigin } from './origin.ts';
import { onClientError } from './patience.ts';
import { quickListener } from './quick-posts.ts';
import { createReadyServer } from './ready-pages.ts';

export type App = FastifyInstance<
  import('http').Server,
  import('http').IncomingMessage,
  import('http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** called by programs with a key of their own, not by browsers with cookies: no origin check, errors as JSON */
    programs?: boolean;
  }
}

const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every response. */
export function securityHeaders(https: boolean): Record<string, string> {
  return {
    'content-security-policy': contentSecurity,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'geolocation=(self), camera=(self), microphone=()',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

export type RenderError = (request: FastifyRequest, reply: FastifyReply, error: AppError, reference: string) => string;

/**
 * The server without routes and not listening: parsers, security headers, origin check, errors.
 * @param renderError makes the page that a person sees; programs get JSON
 */
export async function createServer(k: Kernel, renderError: RenderError): Promise<App> {
  const debug = k.config.LOG_LEVEL === 'debug' || k.config.LOG_LEVEL === 'trace';
  const headers = securityHeaders(k.config.publicUrl.startsWith('https:'));
  const trusted = k.config.TRUST_PROXY?.split(',').map((part) => part.trim());
  const app = Fastify({
    loggerInstance: k.log.child({}, { level: debug ? 'debug' : 'warn' }) as never,
    // A logger for each request costs as much as finding its route; an error names its request by itself.
    childLoggerFactory: (log, bindings, options) => (debug ? log.child(bindings, options) : log),
    logController: new LogController({ disableRequestLogging: !debug }),
    clientErrorHandler: onClientError,
    trustProxy: trusted ?? false,
    bodyLimit: 1024 * 1024,
    serverFactory: (listener) =>
      createReadyServer(k.cache, headers, listener, quickListener(k, headers, trusted), {
        requestTimeout: 60_000,
        keepAliveTimeout: 30_000,
      }),
    // Taken from a pool of random bytes, unlike randomBytes.
    genReqId: () => randomUUID().slice(-12),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 1024 * 1024 });

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    const problem = guardOrigin(request, k.config.publicUrl);
    if (problem) done(problem);
    else done();
  });

  const answer = (given: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = toAppError(given);
    const reference = request.id;
    if (error.status >= 500) request.log.error({ err: given, reference }, error.code);
    if (error.params.seconds) reply.header('retry-after', String(error.params.seconds));
    if (error.status === 503) reply.header('retry-after', '10');
    reply.code(error.status).header('cache-control', 'no-store');
    if (wantsJson(request)) {
      return reply
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ error: { code: error.code, params: error.params, fields: error.fields, reference } }));
    }
    return reply.type('text/html; charset=utf-8').send(renderError(request, reply, error, reference));
  };
  app.setErrorHandler((error, request, reply) => answer(error, request, reply));
  app.setNotFoundHandler((request, reply) => answer({ code: 'kernel.not_found', isNotFound: true }, request, reply));
  return app;
}

/** Whether an answer goes to a program: an API address, or a caller that asks for JSON and not for a page. */
export function wantsJson(request: FastifyRequest): boolean {
  if (request.routeOptions?.config?.programs || request.url.startsWith('/api/')) return true;
  const accept = request.headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

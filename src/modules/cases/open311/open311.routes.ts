import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, declareApiScopes, lookOf, requireApiKey, toAppError } from '../../../kernel/http/index.ts';
import { type Locale, localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { trackingHash } from '../resident/author-key.ts';
import { caseOfCode } from '../resident/submit.queries.ts';
import { askedRequests, requestsByNumber } from './asked-requests.ts';
import { sendBoth, withoutFormat } from './formats.ts';
import { postRequest } from './post-request.ts';
import { requestViews } from './request-view.ts';
import { listServices, serviceDefinition } from './services.ts';

declareApiScopes({ open311: 'cases.open311.scope' });

const reads = { name: 'open311.read', points: 300, seconds: 60 };
const tokens = { name: 'open311.token', points: 30, seconds: 300 };
const writes = { name: 'open311.write', points: 120, seconds: 60 };
/** When this door last changed. */
const changeset = '2026-11-22T00:00:00+08:00';
type File = { Params: { file: string } };
type Query = Record<string, unknown>;

/** Open311 GeoReport v2: what can be asked for, public letters, and letters that programs bring. */
export function open311Routes(app: App, k: Kernel): void {
  app.register(
    async (scope) => {
      // Programs: no origin check, and errors as the standard has them.
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, programs: true };
      });
      const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
        sendErrors(k, request, reply, error);
      scope.setErrorHandler(answer);
      scope.setNotFoundHandler((request, reply) => answer(new AppError('kernel.not_found'), request, reply));
      scope.addHook('onRequest', (request) => k.limits.takeForAddress(reads, request));
      scope.get('/discovery.:format', (request, reply) => discovery(k, request, reply));
      scope.get('/services.:format', (request, reply) => services(k, request, reply));
      scope.get<File>('/services/:file', (request, reply) => definition(k, request, reply));
      scope.get('/requests.:format', (request, reply) => requests(k, request, reply));
      scope.post('/requests.:format', (request, reply) => post(k, request, reply));
      scope.get<File>('/requests/:file', (request, reply) => oneRequest(k, request, reply));
      scope.get<File>('/tokens/:file', (request, reply) => token(k, request, reply));
    },
    { prefix: '/open311/v2' },
  );
}

function localeOf(k: Kernel, request: FastifyRequest): Locale {
  return lookOf(request, k.settings.get(citySettings).languages).locale;
}

/** @throws AppError kernel.not_found where the address ends in neither .json nor .xml */
function requireFormat(request: FastifyRequest): void {
  const { format } = request.params as { format: string };
  if (format !== 'json' && format !== 'xml') fail('kernel.not_found');
}

/** A list of errors with the status as code, each with what is wrong in words. */
function sendErrors(k: Kernel, request: FastifyRequest, reply: FastifyReply, given: unknown) {
  const error = toAppError(given);
  const status = error.code.startsWith('kernel.api_key') ? 403 : error.code === 'kernel.invalid' ? 400 : error.status;
  if (status >= 500) request.log.error({ err: given, reference: request.id }, error.code);
  if (error.params.seconds) reply.header('retry-after', String(error.params.seconds));
  const t = k.i18n.t(localeOf(k, request));
  const fields = Object.entries(error.fields ?? {});
  const descriptions =
    fields.length > 0
      ? fields.map(([name, { key, params }]) => `${name}: ${t(key, params)}`)
      : [t(`errors.${error.code}`, error.params)];
  const errors = descriptions.map((description) => ({ code: status, description }));
  reply.code(status).header('cache-control', 'no-store');
  return sendBoth(request, reply, errors, { errors: { error: errors } });
}

function discovery(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  requireFormat(request);
  const locale = localeOf(k, request);
  const city = k.settings.get(citySettings);
  const url = `${k.config.publicUrl}/open311/v2`;
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url,
    changeset,
    type: k.config.publicUrl.includes('localhost') ? 'test' : 'production',
    formats: ['text/xml', 'application/json'],
  };
  const found = {
    changeset,
    contact: `${localised(city.name, locale)} ${city.hotline}`.trim(),
    key_service: k.i18n.t(locale)('cases.open311.key_service', { url: `${k.config.publicUrl}/api` }),
    endpoints: [endpoint],
  };
  const { endpoints: _, ...rest } = found;
  const { formats, ...plain } = endpoint;
  return sendBoth(request, reply, found, {
    discovery: { ...rest, endpoints: { endpoint: { ...plain, formats: { format: formats } } } },
  });
}

async function services(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  requireFormat(request);
  const list = await listServices(k, localeOf(k, request));
  return sendBoth(request, reply, list, { services: { service: list } });
}

async function definition(k: Kernel, request: FastifyRequest<File>, reply: FastifyReply) {
  const found = await serviceDefinition(k, withoutFormat(request.params.file), localeOf(k, request));
  if (!found) throw new AppError('kernel.not_found', {}, { service_code: { key: 'cases.open311.service_unknown' } });
  const attributes = found.attributes.map(({ values, ...rest }) => ({
    ...rest,
    ...(values ? { values: { value: values } } : {}),
  }));
  return sendBoth(request, reply, found, {
    service_definition: { service_code: found.service_code, attributes: { attribute: attributes } },
  });
}

async function requests(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  requireFormat(request);
  const rows = await askedRequests(k, request.query as Query);
  return sendRequests(request, reply, await requestViews(k, rows, localeOf(k, request)));
}

function sendRequests(request: FastifyRequest, reply: FastifyReply, list: unknown[]) {
  return sendBoth(request, reply, list, { service_requests: { request: list } });
}

async function oneRequest(k: Kernel, request: FastifyRequest<File>, reply: FastifyReply) {
  const rows = await requestsByNumber(k, [withoutFormat(request.params.file)]);
  if (rows.length === 0) fail('cases.not_found');
  return sendRequests(request, reply, await requestViews(k, rows, localeOf(k, request)));
}

async function post(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  requireFormat(request);
  const key = await requireApiKey(k, request, 'open311');
  await k.limits.take(writes, key.id);
  const locale = localeOf(k, request);
  const header = request.headers['idempotency-key'];
  const receipt = await postRequest(k, {
    key,
    body: request.body,
    locale,
    reference: typeof header === 'string' && header !== '' ? header : null,
  });
  const taken = {
    service_request_id: receipt.number,
    service_notice: k.i18n.t(locale)('cases.open311.taken', {
      number: receipt.number,
      code: receipt.trackingCode ?? '',
    }),
  };
  reply.header('cache-control', 'no-store');
  return sendBoth(request, reply, [taken], { service_requests: { request: taken } });
}

/** The number of the letter that a tracking code opens. */
async function token(k: Kernel, request: FastifyRequest<File>, reply: FastifyReply) {
  await k.limits.takeForAddress(tokens, request);
  const given = withoutFormat(request.params.file);
  const found = await caseOfCode(k.db, trackingHash(given));
  if (!found) fail('cases.not_found');
  const answer = { service_request_id: found.number, token: given };
  reply.header('cache-control', 'no-store');
  return sendBoth(request, reply, [answer], { service_requests: { request: answer } });
}

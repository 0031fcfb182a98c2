import swagger from '@fastify/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { h } from 'preact';
import { z } from 'zod';
import { type App, declareApiScopes, lookOf, offeredApi, requireApiKey } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { ApiPage } from './api-page.tsx';
import { newCase } from './new-case.ts';
import { inWordsOf, type OpenApi } from './openapi-document.ts';
import { postCase } from './post-case.ts';
import { readCase, readCases, trackCase } from './read-cases.ts';
import { readFigures } from './read-figures.ts';
import { readCategories, readDepartments, readDistricts, readPromises, readTopics } from './read-lists.ts';
import * as shape from './schemas.ts';

declareApiScopes({ 'cases.write': 'cases.api.scope' });

export const apiNav: readonly NavEntry[] = [{ href: '/api', label: 'cases.api.title', place: 'foot', order: 65 }];

const reads = { name: 'api.read', points: 300, seconds: 60 };
const tracks = { name: 'api.track', points: 30, seconds: 300 };
const writes = { name: 'api.write', points: 120, seconds: 60 };

const failures = { '4xx': shape.errorBody, '5xx': shape.errorBody };
const answers = <S extends z.ZodType>(schema: S) => ({ 200: schema, ...failures });
const words = (name: string) => ({ summary: `cases.api.op.${name}`, description: `cases.api.op.${name}_text` });
const language = z.object({ lang: shape.lang });

/** `/api/v1` for programs, its OpenAPI document, and the page that describes it to people. */
export function apiRoutes(app: App, k: Kernel): void {
  let describe: (() => OpenApi) | undefined;
  const document = (locale: Locale): OpenApi => {
    if (!describe) throw new Error('the API is not ready');
    return inWordsOf(describe(), k.i18n.t(locale), k.config.publicUrl);
  };
  app.register(
    async (scope) => {
      await scope.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: { title: 'cases.api.title', description: 'cases.api.lead', version: '1' },
          servers: [{ url: k.config.publicUrl }],
          components: {
            securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'cases.api.key_how' } },
          },
        },
        transform: jsonSchemaTransform,
        transformObject: jsonSchemaTransformObject,
      });
      describe = () => scope.swagger() as unknown as OpenApi;
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, programs: true };
      });
      scope.addHook('onRequest', (request) => k.limits.takeForAddress(reads, request));
      const typed = scope as unknown as App;
      caseRoutes(typed, k);
      listRoutes(typed, k);
      for (const part of offeredApi(k)) part.routes(typed);
      scope.get('/openapi.json', { schema: { hide: true } }, async (request, reply) =>
        open(reply)
          .type('application/json; charset=utf-8')
          .send(JSON.stringify(document(localeOf(k, request)))),
      );
    },
    { prefix: '/api/v1' },
  );
  app.get('/api', (request, reply) =>
    sendPublicPage(k, request, reply, async (ctx) => ({
      title: ctx.t('cases.api.title'),
      description: ctx.t('cases.api.lead'),
      main: h(ApiPage, { document: document(ctx.locale) }),
      tags: ['city'],
    })),
  );
}

/** Open data: pages of other sites may read it too. Nothing of it depends on who asks, only on the language. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('vary', 'accept-language')
    .header('cache-control', 'public, max-age=10');
}

function localeOf(k: Kernel, request: FastifyRequest): Locale {
  return lookOf(request, k.settings.get(citySettings).languages).locale;
}

function caseRoutes(app: App, k: Kernel): void {
  const tags = ['cases'];
  app.get(
    '/cases',
    { schema: { tags, ...words('list_cases'), querystring: shape.caseListQuery, response: answers(shape.caseList) } },
    async (request, reply) => open(reply).send(await readCases(k, request.query, localeOf(k, request))),
  );
  app.get(
    '/cases/:number',
    {
      schema: {
        tags,
        ...words('get_case'),
        params: shape.numberParams,
        querystring: language,
        response: answers(shape.caseDetail),
      },
    },
    async (request, reply) => open(reply).send(await readCase(k, request.params.number, localeOf(k, request))),
  );
  app.get(
    '/cases/:number/track',
    {
      schema: {
        tags,
        ...words('track_case'),
        params: shape.numberParams,
        headers: shape.trackHeaders,
        querystring: language,
        response: answers(shape.trackedCase),
      },
    },
    async (request, reply) => {
      await k.limits.takeForAddress(tracks, request);
      const code = request.headers['x-tracking-code'] ?? '';
      reply.header('cache-control', 'private, no-store');
      return reply.send(await trackCase(k, request.params.number, code, localeOf(k, request)));
    },
  );
  app.post(
    '/cases',
    {
      schema: {
        tags,
        ...words('post_case'),
        security: [{ key: [] }],
        body: newCase,
        response: { 201: shape.receipt, 200: shape.receipt, ...failures },
      },
      // Before the body is looked at: who has no key learns nothing of it.
      preValidation: async (request) => {
        const key = await requireApiKey(k, request, 'cases.write');
        await k.limits.take(writes, key.id);
        request.apiKey = key;
      },
    },
    async (request, reply) => {
      const key = request.apiKey ?? (await requireApiKey(k, request, 'cases.write'));
      const header = request.headers['idempotency-key'];
      const reference = typeof header === 'string' && header !== '' ? header : null;
      const taken = await postCase(k, key, request.body, localeOf(k, request), reference);
      reply.header('cache-control', 'no-store');
      return reply.code(taken.replayed ? 200 : 201).send(taken);
    },
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** the program that called, once its key has been checked */
    apiKey?: Awaited<ReturnType<typeof requireApiKey>>;
  }
}

function listRoutes(app: App, k: Kernel): void {
  const list = <S extends z.ZodType>(
    path: string,
    name: string,
    tag: string,
    schema: S,
    read: (locale: Locale) => Promise<z.input<S>[]>,
  ) =>
    app.get(
      path,
      { schema: { tags: [tag], ...words(name), querystring: language, response: answers(shape.listOf(schema)) } },
      async (request, reply) => open(reply).send({ data: await read(localeOf(k, request)) } as never),
    );
  list('/departments', 'list_departments', 'books', shape.department, (locale) => readDepartments(k, locale));
  list('/districts', 'list_districts', 'books', shape.district, (locale) => readDistricts(k, locale));
  list('/categories', 'list_categories', 'books', shape.category, (locale) => readCategories(k, locale));
  app.get(
    '/statistics',
    {
      schema: {
        tags: ['figures'],
        ...words('statistics'),
        querystring: shape.statisticsQuery,
        response: answers(shape.statistics),
      },
    },
    async (request, reply) => open(reply).send(await readFigures(k, request.query, localeOf(k, request))),
  );
  app.get(
    '/topics',
    {
      schema: {
        tags: ['figures'],
        ...words('topics'),
        querystring: shape.topicsQuery,
        response: answers(shape.listOf(shape.topic)),
      },
    },
    async (request, reply) => open(reply).send({ data: await readTopics(k, request.query) }),
  );
  app.get(
    '/promises',
    {
      schema: {
        tags: ['figures'],
        ...words('promises'),
        querystring: shape.promisesQuery,
        response: answers(shape.promiseList),
      },
    },
    async (request, reply) => open(reply).send(await readPromises(k, request.query, localeOf(k, request))),
  );
}

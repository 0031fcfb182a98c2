import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, lookOf, offerApi } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { districtBook } from '../books.ts';
import { findPublished } from './directory.queries.ts';
import { lang, member, optional, said } from './member-schema.ts';
import { memberData, type Reader } from './open-data.ts';
import {
  directoryFields,
  directoryFilter,
  readDirectory,
  readDirectoryCursor,
  readDirectoryQuery,
} from './read-directory.ts';

const limit = z.coerce
  .number('people.directory.api.limit_wrong')
  .int('people.directory.api.limit_wrong')
  .min(1, 'people.directory.api.limit_wrong')
  .max(100, 'people.directory.api.limit_wrong')
  .default(24);
const query = z.object({
  ...Object.fromEntries(directoryFields.map((name) => [name, optional(`query_${name}`)])),
  after: optional('after'),
  limit: said(limit, 'limit'),
  lang,
});

const words = (name: string) => ({
  // keys: people.directory.api.op.*
  summary: `people.directory.api.op.${name}`,
  description: `people.directory.api.op.${name}_text`,
});

/** The public directory for programs: open data, the same as on the pages. */
export function offerDirectoryApi(k: Kernel): void {
  offerApi(k, { tag: 'members', routes: (app) => memberRoutes(app, k) });
}

function memberRoutes(app: App, k: Kernel): void {
  const tags = ['members'];
  const list = z.object({ data: z.array(member), next: said(z.string().nullable(), 'next') });
  app.get(
    '/members',
    { schema: { tags, ...words('list'), querystring: query, response: { 200: list } } },
    async (request, reply) => {
      const reader = await readerOf(k, request);
      const filter = directoryFilter(readDirectoryQuery(request.query), reader.districts);
      const found = await readDirectory(k, filter, readDirectoryCursor(request.query.after), request.query.limit);
      return open(reply).send({ data: found.rows.map((row) => memberData(reader, row)), next: found.next });
    },
  );
  app.get(
    '/members/:number',
    {
      schema: {
        tags,
        ...words('one'),
        params: z.object({ number: said(z.string().max(40, 'people.directory.api.limit_wrong'), 'number') }),
        querystring: z.object({ lang }),
        response: { 200: member },
      },
    },
    async (request, reply) => {
      const found = await findPublished(k.db, request.params.number.toLowerCase());
      if (!found) fail('kernel.not_found');
      return open(reply).send(memberData(await readerOf(k, request), found));
    },
  );
}

async function readerOf(k: Kernel, request: FastifyRequest): Promise<Reader> {
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  return { k, locale, t: k.i18n.t(locale), districts: await districtBook(k) };
}

/** Read by pages of other sites too, and kept for a moment only: whoever leaves the directory is gone from it at once. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('vary', 'accept-language')
    .header('cache-control', 'public, max-age=10');
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvStream } from '../../../kernel/export/index.ts';
import { type App, lookOf, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { districtBook } from '../books.ts';
import { findPublished, type PublishedMember, publishedChoices } from './directory.queries.ts';
import { ListPage } from './list-page.tsx';
import { MemberPage, NoSuchMember } from './member-page.tsx';
import { myDirectoryRoutes } from './my-page.routes.tsx';
import { directoryColumns, memberCard, type Reader } from './open-data.ts';
import { directoryTags } from './publish-entry.ts';
import {
  directoryFilter,
  readDirectory,
  readDirectoryCursor,
  readDirectoryQuery,
  wholeDirectory,
} from './read-directory.ts';

export const directoryNav: readonly NavEntry[] = [
  { href: '/members', label: 'people.directory.nav', place: 'main', order: 40 },
  { href: '/members', label: 'people.directory.nav', place: 'foot', order: 12 },
];

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

/** The public directory of members: the list, one member, their card, the whole as a table. */
export function directoryRoutes(app: App, k: Kernel): void {
  app.get('/members', (request, reply) => list(k, request, reply));
  app.get('/members.csv', (request, reply) => table(k, request, reply));
  app.get<{ Params: { slug: string } }>('/members/:slug.vcf', (request, reply) => card(k, request, reply));
  app.get<{ Params: { slug: string } }>('/members/:slug', (request, reply) => member(k, request, reply));
  myDirectoryRoutes(app, k);
}

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = readDirectoryQuery(request.query);
  const after = readDirectoryCursor((request.query as Record<string, unknown>).after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const districts = await districtBook(k);
    const [found, choices] = await Promise.all([
      readDirectory(k, directoryFilter(query, districts), after),
      publishedChoices(k.db),
    ]);
    return {
      title: ctx.t('people.directory.title'),
      description: ctx.t('people.directory.lead'),
      ...(after || query.q ? { robots: 'noindex' as const } : {}),
      main: (
        <ListPage
          ctx={ctx}
          districts={districts}
          choices={choices}
          query={query}
          found={found}
          first={after === null}
        />
      ),
      tags: ['members'],
    };
  });
}

/** Thrown while a page is made, so that a page which is in the cache costs no query. */
class NotShown extends Error {}

async function shownMember(k: Kernel, slug: string): Promise<PublishedMember> {
  const found = /^m[0-9]{4}-[0-9]{4,9}$/.test(slug) ? await findPublished(k.db, slug) : undefined;
  if (!found) throw new NotShown('nobody is shown under this address');
  return found;
}

/** Runs `work`, or says that nobody is shown there. */
async function orNobody(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotShown)) throw error;
    return sendPage(
      request,
      reply,
      (ctx) => ({ title: ctx.t('people.directory.none'), robots: 'noindex', main: <NoSuchMember ctx={ctx} /> }),
      404,
    );
  }
}

function member(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  return orNobody(request, reply, () =>
    sendPublicPage(k, request, reply, async (ctx) => {
      const found = await shownMember(k, slug);
      return {
        title: found.name,
        og: { type: 'website' as const },
        canonical: `${k.config.publicUrl}/members/${slug}`,
        main: <MemberPage ctx={ctx} member={found} districts={await districtBook(k)} />,
        tags: directoryTags(slug),
      };
    }),
  );
}

async function readerOf(k: Kernel, request: FastifyRequest): Promise<Reader> {
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  return { k, locale, t: k.i18n.t(locale), districts: await districtBook(k) };
}

function card(k: Kernel, request: BySlug, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  return orNobody(request, reply, async () => {
    const reader = await readerOf(k, request);
    const page = await k.cache.getOrMake(`${reader.locale} ${request.url}`, async () => ({
      status: 200,
      type: 'text/vcard; charset=utf-8',
      body: memberCard(reader, await shownMember(k, slug)),
      tags: directoryTags(slug),
    }));
    reply.header('content-disposition', `attachment; filename="${slug}.vcf"`);
    return sendCached(request, reply, page);
  });
}

const tables = { name: 'people.directory_csv', points: 20, seconds: 300 };

async function table(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await k.limits.takeForAddress(tables, request);
  const reader = await readerOf(k, request);
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="members.csv"')
    .header('cache-control', 'no-store')
    .send(csvStream(directoryColumns(reader), wholeDirectory(k), { zone: k.config.TIME_ZONE }));
}

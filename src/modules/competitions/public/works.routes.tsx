import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import { judgesBlind } from '../competitions.rules.ts';
import { filesOfEntry, teamOfEntry } from '../entries/entry.queries.ts';
import { GalleryPage } from './gallery-page.tsx';
import { publishedCompetition } from './load-competition.ts';
import { countWorks, galleryPage, neighbours, type ShownEntry, shownEntry } from './public.queries.ts';
import './public.errors.ts';
import { workCard } from './share/cards.ts';
import { viewsOf } from './views/count-views.ts';
import { WorkPage } from './work-page.tsx';

type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type ByNumber = FastifyRequest<{ Params: { slug: string; number: string } }>;

/** The gallery and its works. */
export function workRoutes(app: App, k: Kernel): void {
  app.get<{ Params: { slug: string } }>('/competitions/:slug/entries', (request, reply) => gallery(k, request, reply));
  app.get<{ Params: { slug: string; number: string } }>('/competitions/:slug/entries/:number', (request, reply) =>
    work(k, request, reply),
  );
  app.get<{ Params: { slug: string; number: string } }>(
    '/competitions/:slug/entries/:number/card.png',
    (request, reply) => card(k, request, reply),
  );
  app.post<{ Params: { slug: string; number: string } }>(
    '/competitions/:slug/entries/:number/seen',
    // Nothing is read of it.
    { bodyLimit: 1024 },
    (request, reply) => seen(k, request, reply),
  );
}

const gallerySize = 48;
/** Numbers have at most six digits: nobody hands in a million works. */
const numberOf = (given: unknown): number =>
  typeof given === 'string' && /^[0-9]{1,6}$/.test(given) ? Number(given) : 0;

function gallery(k: Kernel, request: BySlug, reply: FastifyReply) {
  const given = request.query as Record<string, unknown>;
  const after = numberOf(given.after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const competition = await publishedCompetition(k, request.params.slug);
    const category =
      typeof given.category === 'string'
        ? (competition.categories.find(({ position }) => String(position) === given.category) ?? null)
        : null;
    const [works, found] = await Promise.all([
      countWorks(k.db, competition.id),
      galleryPage(k.db, { competitionId: competition.id, categoryId: category?.id ?? null }, after, gallerySize + 1),
    ]);
    const view = {
      ...{ competition, works, category, after },
      entries: found.slice(0, gallerySize),
      more: found.length > gallerySize,
    };
    const url = `${k.config.publicUrl}/competitions/${competition.slug}`;
    return {
      title: ctx.t('competitions.public.gallery.title', { title: competition.title }),
      description: competition.summary,
      ...(after || category ? { robots: 'noindex' as const } : { canonical: `${url}/entries` }),
      og: { image: `${url}/card.png?lang=${ctx.locale}`, alt: competition.title },
      main: <GalleryPage ctx={ctx} view={view} />,
      tags: [`competition:${competition.id}`],
    };
  });
}

/** @throws AppError competitions.entry_not_found, or competitions.entry_taken_out for one that a decision took out */
async function workOf(k: Kernel, request: ByNumber): Promise<{ competition: Competition; entry: ShownEntry }> {
  const competition = await publishedCompetition(k, request.params.slug);
  const number = numberOf(request.params.number);
  const entry = number > 0 ? await shownEntry(k.db, competition.id, number) : undefined;
  if (!entry) throw new AppError('competitions.entry_not_found');
  if (entry.state !== 'accepted') throw new AppError('competitions.entry_taken_out');
  return { competition, entry };
}

function work(k: Kernel, request: ByNumber, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const { competition, entry } = await workOf(k, request);
    const [files, team, near] = await Promise.all([
      filesOfEntry(k.db, entry.id),
      judgesBlind(competition.stages) ? [] : teamOfEntry(k.db, entry.id),
      neighbours(k.db, competition.id, entry.number),
    ]);
    const url = `${k.config.publicUrl}/competitions/${competition.slug}/entries/${entry.number}`;
    return {
      title: entry.title,
      description: entry.summary || [...entry.body.replace(/\s+/g, ' ')].slice(0, 120).join(''),
      canonical: url,
      og: { type: 'article', image: `${url}/card.png?lang=${ctx.locale}`, alt: entry.title },
      main: <WorkPage ctx={ctx} view={{ competition, entry, files, team, near }} url={url} />,
      tags: [`competition:${competition.id}`],
    };
  });
}

async function card(k: Kernel, request: ByNumber, reply: FastifyReply) {
  const [work, departments] = await Promise.all([workOf(k, request), departmentBook(k)]);
  const ctx = request.server.frame.anonymous(request);
  return sendCached(request, reply, await workCard(k, ctx, departments, work), {
    control: 'public, max-age=600',
    vary: 'accept-encoding, accept-language, cookie',
  });
}

/** Somebody looks at a work. Always answered the same: nobody learns from it what was counted. */
function seen(k: Kernel, request: ByNumber, reply: FastifyReply): FastifyReply {
  const { slug, number } = request.params;
  const of = numberOf(number);
  if (slug.length <= 60 && of > 0)
    viewsOf(k).note({ slug, number: of, address: request.ip, userAgent: request.headers['user-agent'] });
  return reply.code(204).send();
}

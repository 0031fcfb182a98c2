import type { FastifyReply, FastifyRequest } from 'fastify';
import { readPageKey } from '../../../kernel/db/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import { notesOf } from '../organise/notes.queries.ts';
import { CompetitionPage } from './competition-page.tsx';
import { competitionsFeed } from './feed.ts';
import { ListPage } from './list-page.tsx';
import { findCompetitions, loadCompetitionPage, publishedCompetition } from './load-competition.ts';
import { loadScreen } from './load-screen.ts';
import { NotesPage } from './notes-page.tsx';
import { ScreenPage } from './screen-page.tsx';
import { competitionCard } from './share/cards.ts';
import { competitionPoster } from './share/poster.ts';
import { workRoutes } from './works.routes.tsx';

export const publicNav: readonly NavEntry[] = [
  { href: '/competitions', label: 'competitions.public.nav', place: 'main', order: 27 },
  { href: '/competitions', label: 'competitions.public.nav', place: 'tab', icon: 'vote', order: 27 },
];

type BySlug = FastifyRequest<{ Params: { slug: string } }>;

/** What everybody reads of competitions. */
export function publicRoutes(app: App, k: Kernel): void {
  app.get('/competitions', (request, reply) => list(k, request, reply));
  app.get('/competitions/feed.xml', (request, reply) => feed(k, request, reply));
  app.get<{ Params: { slug: string } }>('/competitions/:slug', (request, reply) => one(k, request, reply));
  app.get<{ Params: { slug: string } }>('/competitions/:slug/notes', (request, reply) => notes(k, request, reply));
  app.get<{ Params: { slug: string } }>('/competitions/:slug/screen', (request, reply) => screen(k, request, reply));
  app.get<{ Params: { slug: string } }>('/competitions/:slug/card.png', (request, reply) => card(k, request, reply));
  app.get<{ Params: { slug: string } }>('/competitions/:slug/poster.pdf', (request, reply) =>
    poster(k, request, reply),
  );
  workRoutes(app, k);
}

const mostOpen = 60;

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const given = request.query as Record<string, unknown>;
  const q = typeof given.q === 'string' ? typedLine(given.q).slice(0, 60) : '';
  const after = readPageKey(given.after);
  const only = after && (given.list === 'open' || given.list === 'ended') ? given.list : undefined;
  const found = (list: 'open' | 'ended', size?: number) =>
    only && only !== list ? null : findCompetitions(k, { list, ...(q ? { q } : {}) }, only ? after : null, size);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const [departments, open, ended] = await Promise.all([departmentBook(k), found('open', mostOpen), found('ended')]);
    return {
      title: q ? ctx.t('competitions.public.list.title_for', { q }) : ctx.t('competitions.public.list.title'),
      description: ctx.t('competitions.public.list.lead'),
      ...(only || q ? { robots: 'noindex' as const } : { og: {}, canonical: `${k.config.publicUrl}/competitions` }),
      feeds: [{ href: '/competitions/feed.xml', title: ctx.t('competitions.public.list.title') }],
      main: <ListPage ctx={ctx} departments={departments} q={q} open={open} ended={ended} first={!only} />,
      tags: ['competitions'],
    };
  });
}

async function feed(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const ctx = request.server.frame.anonymous(request);
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => {
    const [departments, open, ended] = await Promise.all([
      departmentBook(k),
      findCompetitions(k, { list: 'open' }, null, 40),
      findCompetitions(k, { list: 'ended' }, null, 40),
    ]);
    const rows = [...open.rows, ...ended.rows].sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime()).slice(0, 40);
    const body = competitionsFeed(k, ctx, departments, rows);
    return { status: 200, type: 'application/atom+xml; charset=utf-8', body, tags: ['competitions'] };
  });
  return sendCached(request, reply, page);
}

function one(k: Kernel, request: BySlug, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadCompetitionPage(k, request.params.slug);
    const { competition } = view;
    const url = `${k.config.publicUrl}/competitions/${competition.slug}`;
    return {
      title: competition.title,
      description: competition.summary || ctx.t('competitions.public.list.lead'),
      canonical: url,
      og: { image: `${url}/card.png?lang=${ctx.locale}`, alt: competition.title },
      main: <CompetitionPage ctx={ctx} view={view} url={url} />,
      tags: [`competition:${competition.id}`],
    };
  });
}

const notesSize = 20;

function notes(k: Kernel, request: BySlug, reply: FastifyReply) {
  const after = readPageKey((request.query as Record<string, unknown>).after);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const competition = await publishedCompetition(k, request.params.slug);
    const rows = await notesOf(k.db, competition.id, after, notesSize + 1);
    const view = {
      competition,
      notes: rows.slice(0, notesSize),
      more: rows.length > notesSize,
      first: after === null,
    };
    return {
      title: `${ctx.t('competitions.public.notes.title')} · ${competition.title}`,
      description: ctx.t('competitions.public.notes.lead'),
      ...(after ? { robots: 'noindex' as const } : {}),
      main: <NotesPage ctx={ctx} view={view} />,
      tags: [`competition:${competition.id}`],
    };
  });
}

const refresh_s = 30;

function screen(k: Kernel, request: BySlug, reply: FastifyReply) {
  // For browsers without scripts, by an address of its own: others would load the whole page again and again.
  const { refresh } = request.query as Record<string, unknown>;
  if (refresh === '1') reply.header('refresh', String(refresh_s));
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadScreen(k, request.params.slug);
    const url = `${k.config.publicUrl}/competitions/${view.competition.slug}`;
    return {
      title: view.competition.title,
      robots: 'noindex',
      hall: true,
      bare: true,
      main: (
        <main id="main">
          <ScreenPage ctx={ctx} view={view} url={url} />
        </main>
      ),
      tags: [`competition:${view.competition.id}`],
    };
  });
}

const pictureControl = { control: 'public, max-age=600', vary: 'accept-encoding, accept-language, cookie' };

async function card(k: Kernel, request: BySlug, reply: FastifyReply) {
  const [competition, departments] = await Promise.all([
    publishedCompetition(k, request.params.slug),
    departmentBook(k),
  ]);
  const ctx = request.server.frame.anonymous(request);
  return sendCached(request, reply, await competitionCard(k, ctx, departments, competition), pictureControl);
}

async function poster(k: Kernel, request: BySlug, reply: FastifyReply) {
  const ctx = request.server.frame.anonymous(request);
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => {
    const view = await loadCompetitionPage(k, request.params.slug);
    const { slug, id } = view.competition;
    const body = await competitionPoster(k, ctx, view, `${k.config.publicUrl}/competitions/${slug}`);
    return { status: 200, type: 'application/pdf', body, tags: [`competition:${id}`] };
  });
  return sendCached(request, reply.header('content-disposition', 'inline; filename="poster.pdf"'), page);
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { homeParts } from '../../../ui/home-parts.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { type CaseRow, factsOf, findCaseByNumber } from '../case.queries.ts';
import { mayReadPublicly } from '../cases.policy.ts';
import { caseBooks } from './case-books.ts';
import { caseView, HiddenCase, NoSuchCase, numberWords, PublicActs } from './case-page.tsx';
import { casesFeed } from './feed.ts';
import { filterOf, findCases, listHref, readListQuery } from './find-cases.ts';
import { listPromises } from './home.queries.ts';
import { ElderHome, HomePage, loadHome, shorten } from './home-page.tsx';
import { ListPage } from './list-page.tsx';
import { loadStory } from './load-story.ts';
import { listModerations, standingModeration } from './moderation/moderation.queries.ts';
import { moderationRoutes } from './moderation/moderation.routes.tsx';
import {
  LogPage,
  OfflinePage,
  type PromiseState,
  PromisesPage,
  promiseStates,
  TextPage,
  type TextPageName,
  textPages,
} from './other-pages.tsx';
import { countSearch } from './search-words.ts';

export const publicNav: readonly NavEntry[] = [
  { href: '/', label: 'cases.public.nav.home', place: 'tab', icon: 'home', order: 0 },
  { href: '/cases', label: 'cases.public.nav.letters', place: 'main', order: 20 },
  { href: '/cases', label: 'cases.public.nav.letters', place: 'tab', icon: 'mail', order: 20 },
  { href: '/promises', label: 'cases.public.nav.promises', place: 'main', order: 25 },
  { href: '/about/rules', label: 'cases.public.text.rules', place: 'foot', order: 10 },
  { href: '/moderation-log', label: 'cases.public.log.title', place: 'foot', order: 20 },
  { href: '/about/ordering', label: 'cases.public.text.ordering', place: 'foot', order: 30 },
  { href: '/about/privacy', label: 'cases.public.text.privacy', place: 'foot', order: 40 },
  { href: '/about/accessibility', label: 'cases.public.text.accessibility', place: 'foot', order: 50 },
  { href: '/about', label: 'cases.public.text.about', place: 'foot', order: 5 },
  { href: '/moderation', label: 'cases.public.nav.moderation', place: 'staff', order: 70, roles: ['moderator'] },
];

/** What everybody reads. */
export function publicRoutes(app: App, k: Kernel): void {
  app.get('/', (request, reply) => home(k, request, reply));
  app.get('/cases', (request, reply) => list(k, request, reply));
  app.get('/cases/feed.xml', (request, reply) => feed(k, request, reply));
  app.get<{ Params: { number: string } }>('/cases/:number', (request, reply) => oneCase(k, request, reply));
  app.get('/promises', (request, reply) => promises(k, request, reply));
  app.get('/moderation-log', (request, reply) => log(k, request, reply));
  app.get('/about', (request, reply) => text(k, request, reply, 'about'));
  app.get<{ Params: { page: string } }>('/about/:page', (request, reply) =>
    text(k, request, reply, request.params.page),
  );
  app.get('/offline', (request, reply) =>
    sendPublicPage(k, request, reply, async (ctx) => ({
      title: ctx.t('cases.public.offline.title'),
      robots: 'noindex',
      main: <OfflinePage ctx={ctx} />,
      tags: ['city'],
    })),
  );
  moderationRoutes(app, k);
}

function home(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const [books, seen, { parts, tags }] = await Promise.all([caseBooks(k), loadHome(k), homeParts(k, ctx)]);
    const Home = ctx.view === 'elder' ? ElderHome : HomePage;
    return {
      title: ctx.city.brand,
      description: ctx.t('cases.public.home.lead'),
      og: {},
      feeds: [{ href: '/cases/feed.xml', title: ctx.t('cases.public.list.title') }],
      main: <Home ctx={ctx} books={books} home={seen} parts={parts} />,
      tags: ['home', 'cases', ...tags],
    };
  });
}

/** Searches that found something, by their cache key's life: a page from the cache was a search too. */
const found = new WeakMap<Kernel, Set<string>>();
const mostFound = 5_000;

async function list(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const query = readListQuery(request.query);
  const after = readPageKey((request.query as Record<string, unknown>).after);
  const finds = found.get(k) ?? new Set<string>();
  found.set(k, finds);
  const sent = await sendPublicPage(k, request, reply, async (ctx) => {
    const books = await caseBooks(k);
    const filter = filterOf(k, books, query);
    const page = filter ? await findCases(k, filter, after) : { rows: [], more: false };
    if (finds.size > mostFound) finds.clear();
    if (query.q && page.rows.length > 0) finds.add(query.q);
    else finds.delete(query.q);
    return {
      title: query.q ? ctx.t('cases.public.list.title_for', { q: query.q }) : ctx.t('cases.public.list.title'),
      description: ctx.t('cases.public.list.lead'),
      ...(after || query.q ? { robots: 'noindex' as const } : {}),
      feeds: [{ href: listHref('/cases/feed.xml', query), title: ctx.t('cases.public.list.title') }],
      main: <ListPage k={k} ctx={ctx} books={books} query={query} found={page} first={after === null} />,
      tags: ['cases'],
    };
  });
  if (query.q && !after && finds.has(query.q)) countSearch(k, query.q, request.ip);
  return sent;
}

async function feed(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const ctx = request.server.frame.anonymous(request);
  const query = readListQuery(request.query);
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => {
    const filter = filterOf(k, await caseBooks(k), query);
    const { rows } = filter ? await findCases(k, filter, null, 40) : { rows: [] };
    const body = casesFeed(k, ctx, query, rows);
    return { status: 200, type: 'application/atom+xml; charset=utf-8', body, tags: ['cases'] };
  });
  return sendCached(request, reply, page);
}

/** Thrown while a page is made, so that a page which is in the cache costs no query. */
class NotPublic extends Error {
  /** the rule under which it was hidden; null: there is nothing to tell of */
  readonly rule: string | null;
  constructor(rule: string | null) {
    super('not public');
    this.rule = rule;
  }
}

async function readablePublicly(k: Kernel, number: string): Promise<CaseRow> {
  const row = await findCaseByNumber(k.db, number);
  const facts = row && (await factsOf(k.db, row));
  if (row && facts && mayReadPublicly(facts)) return row;
  const hidden = row && facts && mayReadPublicly({ ...facts, hidden: false });
  throw new NotPublic(hidden ? ((await standingModeration(k.db, row.id))?.rule ?? '') : null);
}

async function oneCase(k: Kernel, request: FastifyRequest<{ Params: { number: string } }>, reply: FastifyReply) {
  const { number } = request.params;
  try {
    return await sendPublicPage(k, request, reply, (ctx) => casePage(k, ctx, number));
  } catch (error) {
    if (!(error instanceof NotPublic)) throw error;
    const { rule } = error;
    return sendPage(
      request,
      reply,
      (ctx) => ({
        title: ctx.t(rule === null ? 'cases.public.none.title' : 'cases.public.hidden.title'),
        robots: 'noindex',
        main:
          rule === null ? (
            <NoSuchCase ctx={ctx} number={encodeURIComponent(number)} />
          ) : (
            <HiddenCase ctx={ctx} rule={rule} number={number} />
          ),
      }),
      rule === null ? 404 : 410,
    );
  }
}

async function casePage(k: Kernel, ctx: PageContext, number: string) {
  const row = await readablePublicly(k, number);
  const [story, books] = await Promise.all([loadStory(k, row, 'public'), caseBooks(k)]);
  const main = await caseView({
    k,
    ctx,
    story,
    books,
    acts: <PublicActs ctx={ctx} number={row.number} />,
    trail: [
      { label: ctx.t('cases.public.nav.home'), href: '/' },
      { label: ctx.t('cases.public.list.title'), href: '/cases' },
      { label: numberWords(k, row.number) },
    ],
  });
  return {
    title: row.title,
    description: shorten(row.body.replace(/\s+/g, ' '), 120),
    og: { type: 'article' as const },
    canonical: `${k.config.publicUrl}/cases/${row.number}`,
    main,
    tags: [`case:${row.id}`],
  };
}

function promises(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const given = request.query as Record<string, unknown>;
  const state: PromiseState = promiseStates.find((each) => each === given.state) ?? 'open';
  const [dueOn = '', id = ''] = typeof given.after === 'string' ? given.after.split('_') : [];
  const after = isLocalDate(dueOn) && isId(id) ? { dueOn, id } : null;
  const size = 20;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const books = await caseBooks(k);
    const rows = await listPromises(k.db, state, after, size + 1, k.config.TIME_ZONE);
    const shown = rows.slice(0, size);
    const last = shown.at(-1);
    const nextHref = rows.length > size && last ? `/promises?state=${state}&after=${last.dueOn}_${last.id}` : undefined;
    return {
      title: ctx.t('cases.public.home.promises'),
      description: ctx.t('cases.public.promises.lead'),
      main: (
        <PromisesPage
          k={k}
          ctx={ctx}
          books={books}
          state={state}
          rows={shown}
          nextHref={nextHref}
          first={after === null}
        />
      ),
      tags: ['cases'],
    };
  });
}

function log(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const after = readPageKey((request.query as Record<string, unknown>).after);
  const size = 30;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const entries = await listModerations(k.db, after, size + 1);
    const shown = entries.slice(0, size);
    const last = shown.at(-1);
    const nextHref = entries.length > size && last ? `/moderation-log?after=${pageKeyText(last)}` : undefined;
    return {
      title: ctx.t('cases.public.log.title'),
      description: ctx.t('cases.public.log.lead'),
      main: <LogPage k={k} ctx={ctx} entries={shown} nextHref={nextHref} first={after === null} />,
      tags: ['moderation'],
    };
  });
}

function text(k: Kernel, request: FastifyRequest, reply: FastifyReply, page: string) {
  if (!textPages.some((name) => name === page)) fail('kernel.not_found');
  const name = page as TextPageName;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const text = k.settings.get(citySettings).texts[name];
    const markdown = text ? localised(text, ctx.locale) : '';
    return {
      title: ctx.t(`cases.public.text.${name}`),
      main: <TextPage ctx={ctx} name={name} markdown={markdown} />,
      tags: ['city'],
    };
  });
}

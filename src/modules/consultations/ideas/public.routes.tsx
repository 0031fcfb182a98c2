import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { renderFragment } from '../../../ui/page.tsx';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import { CallPage } from './call-page.tsx';
import { readCode } from './check-code.ts';
import { IdeaActs } from './idea-acts.tsx';
import { GonePage, IdeaPage } from './idea-page.tsx';
import './ideas.errors.ts';
import { likesOf } from './likeness.ts';
import { LikesList } from './likes-list.tsx';
import { listHref, readAfter, readListQuery } from './list-query.ts';
import { loadCall, publishedCall } from './load-call.ts';
import { loadIdea } from './load-idea.ts';
import { sendIdea, showNew } from './send-idea.tsx';
import { thanksByCode, thanksOf } from './thanks.queries.ts';
import { CheckPage, ThanksPage } from './thanks-pages.tsx';

type BySlug = { Params: { slug: string } };
type ByIdea = { Params: { slug: string; number: string } };
type ByCode = { Params: { code: string } };

/** What everybody reads of calls for ideas, and how one is written. */
export function publicIdeaRoutes(app: App, k: Kernel): void {
  app.get('/ideas', (_request, reply) => reply.redirect('/consultations?kind=ideas', 302));
  app.get<BySlug>('/ideas/:slug', (request, reply) => showCall(k, request, reply));
  app.get<BySlug>('/ideas/:slug/new', (request, reply) => showNew(k, request, reply));
  app.post<BySlug>('/ideas/:slug/new', (request, reply) => sendIdea(k, request, reply));
  app.get<BySlug>('/ideas/:slug/like', (request, reply) => showLikes(k, request, reply));
  app.get<BySlug>('/ideas/:slug/thanks', (request, reply) => showThanks(k, request, reply));
  app.get<ByIdea>('/ideas/:slug/:number', (request, reply) => showIdea(k, request, reply));
  app.get<ByCode>('/thanks/:code', (request, reply) => check(k, request, reply));
}

function showCall(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const query = readListQuery(request.query);
  const after = readAfter((request.query as Record<string, unknown>).after, query.order);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadCall(k, request.params.slug, query, after);
    const { call } = view;
    const plain = view.first && listHref('', query) === '';
    return {
      title: call.title,
      description: call.summary || ctx.t('consultations.ideas.all_calls'),
      ...(plain ? { og: {}, canonical: `${k.config.publicUrl}/ideas/${call.slug}` } : { robots: 'noindex' as const }),
      main: <CallPage ctx={ctx} view={view} query={query} />,
      tags: ['consultations', `consultation:${call.id}`, 'day'],
    };
  });
}

/** Where an idea is that stood at this address; a page that is kept for everybody is none. */
class Moved extends Error {
  readonly to: string;
  constructor(to: string) {
    super('moved');
    this.to = to;
  }
}

function showIdea(k: Kernel, request: FastifyRequest<ByIdea>, reply: FastifyReply) {
  const { slug, number } = request.params;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const found = await loadIdea(k, slug, number);
    if ('moved' in found) throw new Moved(`/ideas/${found.moved.slug}/${found.moved.number}`);
    const { story } = found;
    const { idea, call } = story;
    const stands = idea.state === 'visible' || idea.state === 'merged';
    const url = `${k.config.publicUrl}/ideas/${call.slug}/${idea.number}`;
    const title = stands ? idea.title : ctx.t('consultations.ideas.number', { number: idea.number });
    return {
      title: `${title} · ${call.title}`,
      ...(idea.state === 'visible'
        ? { og: {}, canonical: url, description: idea.text.replace(/\s+/g, ' ').slice(0, 120) }
        : { robots: 'noindex' as const }),
      main: stands ? (
        <IdeaPage ctx={ctx} story={story} acts={<IdeaActs ctx={ctx} story={story} url={url} />} />
      ) : (
        <GonePage ctx={ctx} story={story} />
      ),
      tags: ['consultations', `consultation:${call.id}`, 'day'],
    };
  }).catch((error) => {
    if (error instanceof Moved) return reply.redirect(error.to, 301);
    throw error;
  });
}

/** Ideas like a title that is being typed, as part of the form. */
async function showLikes(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  await k.limits.takeForAddress({ name: 'consultations.ideas.like', points: 240, seconds: 600 }, request);
  const call = await publishedCall(k, request.params.slug);
  const { title } = request.query as Record<string, unknown>;
  const written = { title: typeof title === 'string' ? typedLine(title).slice(0, 60) : '', text: '' };
  const likes = await likesOf(k, call.id, written);
  const ctx = request.server.frame.anonymous(request);
  reply.header('cache-control', 'private, no-store').header('vary', 'cookie, accept-language');
  if (likes.length === 0) return reply.code(204).send();
  return reply
    .type('text/html; charset=utf-8')
    .send(renderFragment(ctx, <LikesList ctx={ctx} slug={call.slug} likes={likes} />));
}

const thanksSize = 50;

function showThanks(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { after } = request.query as Record<string, unknown>;
  const from = typeof after === 'string' && /^\d{1,7}$/.test(after) ? Number(after) : 0;
  return sendPublicPage(k, request, reply, async (ctx) => {
    const call = await publishedCall(k, request.params.slug);
    const rows = await thanksOf(k.db, call.id, from, thanksSize + 1);
    const thanks = rows.slice(0, thanksSize);
    const next = rows.length > thanksSize ? (thanks.at(-1)?.number ?? null) : null;
    return {
      title: `${ctx.t('consultations.ideas.thanks.page')} · ${call.title}`,
      // People agreed to stand on this page, not in search engines for good.
      robots: 'noindex' as const,
      main: <ThanksPage {...{ ctx, call, thanks, next }} first={from === 0} />,
      tags: ['consultations', `consultation:${call.id}`],
    };
  });
}

const checks = { name: 'consultations.ideas.certificate_check', points: 60, seconds: 600 };

async function check(k: Kernel, request: FastifyRequest<ByCode>, reply: FastifyReply) {
  await k.limits.takeForAddress(checks, request);
  const code = readCode(request.params.code);
  const thanks = code ? await thanksByCode(k.db, code) : undefined;
  if (!thanks) return fail('consultations.ideas.certificate_not_found');
  const departments = await departmentBook(k);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('consultations.ideas.certificate.checking'),
    robots: 'noindex',
    main: <CheckPage ctx={ctx} thanks={thanks} office={departments.name(thanks.departmentId, ctx.locale)} />,
  }));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '../../../kernel/db/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NavEntry } from '../../../kernel/module.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import { openSurveyEntries } from '../../surveys/index.ts';
import { publicHref } from '../consultation-href.ts';
import { consultationKinds } from '../consultations.rules.ts';
import { ConsultationPage } from './consultation-page.tsx';
import { consultationsFeed } from './feed.ts';
import { leave, showHearings, signUp } from './hearings-handlers.tsx';
import { ListPage } from './list-page.tsx';
import { findConsultations, loadConsultationPage, publishedConsultation, todayOf } from './load-consultation.ts';

export const publicNav: readonly NavEntry[] = [
  {
    href: '/consultations',
    also: ['/ideas', '/maps', '/surveys', '/contributions'],
    label: 'consultations.public.nav',
    place: 'main',
    order: 25,
  },
];

/** Surveys that stand beside what is asked here. */
const mostSurveys = 5;

type BySlug = { Params: { slug: string } };
type ByHearing = { Params: { slug: string; hearing: string } };

/** What everybody reads of consultations. */
export function publicRoutes(app: App, k: Kernel): void {
  app.get('/consultations', (request, reply) => list(k, request, reply));
  app.get('/consultations/feed.xml', (request, reply) => feed(k, request, reply));
  app.get<BySlug>('/consultations/:slug', (request, reply) => one(k, request, reply));
  app.get<BySlug>('/consultations/:slug/hearings', (request, reply) => showHearings(k, request, reply));
  app.post<ByHearing>('/consultations/:slug/hearings/:hearing', (request, reply) => signUp(k, request, reply));
  app.post<ByHearing>('/consultations/:slug/hearings/:hearing/leave', (request, reply) => leave(k, request, reply));
}

/** Where a page of the list begins; null for anything else. */
function readKey(text: unknown): { endsOn: string; id: string } | null {
  const [, endsOn = '', id = ''] = (typeof text === 'string' && /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(text)) || [];
  return isLocalDate(endsOn) && isId(id) ? { endsOn, id } : null;
}

function list(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const given = request.query as Record<string, unknown>;
  const q = typeof given.q === 'string' ? typedLine(given.q).slice(0, 60) : '';
  const kind = consultationKinds.find((each) => each === given.kind);
  const after = readKey(given.after);
  const only = after && (given.list === 'now' || given.list === 'over') ? given.list : undefined;
  const found = (list: 'now' | 'over') =>
    only && only !== list ? null : findConsultations(k, { list, kind, ...(q ? { q } : {}) }, only ? after : null);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const plain = !only && !q && !kind;
    const [departments, now, over, surveys] = await Promise.all([
      departmentBook(k),
      found('now'),
      found('over'),
      plain ? openSurveyEntries(k, ctx, mostSurveys) : [],
    ]);
    return {
      title: ctx.t('consultations.public.list.title'),
      description: ctx.t('consultations.public.list.lead'),
      ...(plain ? { og: {}, canonical: `${k.config.publicUrl}/consultations` } : { robots: 'noindex' as const }),
      feeds: [{ href: '/consultations/feed.xml', title: ctx.t('consultations.public.list.title') }],
      main: <ListPage {...{ ctx, departments, q, kind, now, over, surveys }} today={todayOf(k)} first={!only} />,
      tags: ['consultations', 'surveys'],
    };
  });
}

async function feed(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const ctx = request.server.frame.anonymous(request);
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => {
    const [departments, now, over] = await Promise.all([
      departmentBook(k),
      findConsultations(k, { list: 'now' }, null, 40),
      findConsultations(k, { list: 'over' }, null, 20),
    ]);
    const body = consultationsFeed(k, ctx, departments, [...now.rows, ...over.rows]);
    return { status: 200, type: 'application/atom+xml; charset=utf-8', body, tags: ['consultations'] };
  });
  return sendCached(request, reply, page);
}

async function one(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply) {
  const consultation = await publishedConsultation(k, request.params.slug);
  if (consultation.kind !== 'draft') return reply.redirect(publicHref(consultation), 302);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadConsultationPage(k, consultation);
    return {
      title: consultation.title,
      description: consultation.summary,
      og: {},
      canonical: `${k.config.publicUrl}${publicHref(consultation)}`,
      main: <ConsultationPage ctx={ctx} view={{ ...view, consultation }} />,
      tags: ['consultations', `consultation:${consultation.id}`],
    };
  });
}

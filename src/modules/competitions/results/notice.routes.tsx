import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, fail } from '../../../kernel/errors/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormValues } from '../../../ui/form.tsx';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { actorOf, attempt, formErrors, requireActor, typedOf } from '../../people/index.ts';
import { publishedCompetition } from '../public/load-competition.ts';
import { complain, hashOfCode, readCode } from './complain.ts';
import { ComplainedPage, ComplainPage, MyComplaintsPage } from './complain-page.tsx';
import { complaintOfCode, complaintsOfAccount } from './complaint.queries.ts';
import { loadFinalResults, loadResults } from './load-results.ts';
import { currentNotice } from './notice.queries.ts';
import { NoticePage } from './notice-page.tsx';
import { resultsCsv, resultsJson } from './open-data.ts';
import './results.errors.ts';
import { ResultsPage } from './results-page.tsx';

type BySlug = { Params: { slug: string } };
type Req = FastifyRequest<BySlug>;

/** What everybody reads of results, and how anybody complains about them. */
export function noticeRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/competitions/:slug/results', (request, reply) => results(k, request, reply));
  app.get<BySlug>('/competitions/:slug/results.json', (request, reply) => data(k, request, reply, 'results', 'json'));
  app.get<BySlug>('/competitions/:slug/results.csv', (request, reply) => data(k, request, reply, 'results', 'csv'));
  app.get<BySlug>('/competitions/:slug/notice', (request, reply) => notice(k, request, reply));
  app.get<BySlug>('/competitions/:slug/notice.json', (request, reply) => data(k, request, reply, 'notice', 'json'));
  app.get<BySlug>('/competitions/:slug/notice.csv', (request, reply) => data(k, request, reply, 'notice', 'csv'));
  app.get<BySlug>('/competitions/:slug/notice/complain', (request, reply) => complainForm(k, request, reply));
  app.post<BySlug>('/competitions/:slug/notice/complain', (request, reply) => sendComplaint(k, request, reply));
  app.get<BySlug>('/competitions/:slug/notice/mine', (request, reply) => mine(k, request, reply));
  app.post<BySlug>('/competitions/:slug/notice/mine', (request, reply) => lookUp(k, request, reply));
}

function results(k: Kernel, request: Req, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadResults(k, request.params.slug);
    const { competition } = view;
    const words = competition.mode === 'showcase' ? 'competitions.results.thanks' : 'competitions.results.results';
    return {
      title: `${ctx.t(words)} · ${competition.title}`,
      ...(competition.state === 'final' ? {} : { robots: 'noindex' as const }),
      canonical: `${k.config.publicUrl}/competitions/${competition.slug}/results`,
      main: <ResultsPage ctx={ctx} view={view} />,
      tags: [`competition:${competition.id}`],
    };
  });
}

function notice(k: Kernel, request: Req, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadResults(k, request.params.slug);
    return {
      title: `${ctx.t('competitions.results.notice')} · ${view.competition.title}`,
      canonical: `${k.config.publicUrl}/competitions/${view.competition.slug}/notice`,
      main: <NoticePage ctx={ctx} view={view} />,
      tags: [`competition:${view.competition.id}`],
    };
  });
}

const types = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

async function data(
  k: Kernel,
  request: Req,
  reply: FastifyReply,
  which: 'notice' | 'results',
  format: 'json' | 'csv',
): Promise<FastifyReply> {
  const ctx = request.server.frame.anonymous(request);
  const { slug } = request.params;
  const page = await k.cache.getOrMake(`${ctx.locale} ${request.url}`, async () => {
    const view = which === 'results' ? await loadFinalResults(k, slug) : await loadResults(k, slug);
    const { notice } = view;
    if (!notice) throw new AppError('competitions.results.no_notice');
    const announced = { ...view, notice };
    const body = format === 'json' ? JSON.stringify(resultsJson(k, announced)) : await resultsCsv(k, ctx, announced);
    return { status: 200, type: types[format], body, tags: [`competition:${view.competition.id}`] };
  });
  return sendCached(
    request,
    reply.header('content-disposition', `attachment; filename="${slug}-${which}.${format}"`),
    page,
  );
}

/** The notice that complaints are about. @throws AppError competitions.results.no_notice, .complaint_late */
async function openNotice(k: Kernel, slug: string) {
  const competition = await publishedCompetition(k, slug);
  const notice = await currentNotice(k.db, competition.id);
  if (!notice?.endsAt || competition.state !== 'open') return fail('competitions.results.no_notice');
  if (k.clock.now() > notice.endsAt) fail('competitions.results.complaint_late');
  return { competition, endsAt: notice.endsAt };
}

async function complainForm(k: Kernel, request: Req, reply: FastifyReply, wrong?: AppError): Promise<FastifyReply> {
  const { competition, endsAt } = await openNotice(k, request.params.slug);
  const actor = await actorOf(k, request);
  return sendPage(
    request,
    reply,
    async (ctx) => ({
      title: ctx.t('competitions.results.complain_title'),
      robots: 'noindex',
      main: (
        <ComplainPage
          ctx={ctx}
          competition={competition}
          endsAt={endsAt}
          proof={actor.accountId === null ? await k.proof.challenge(ctx.locale) : null}
          typed={{
            values: wrong ? textsOf(request.body) : entryAsked(request.query),
            errors: wrong ? formErrors(ctx, wrong).errors : {},
          }}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

/** What was typed, without the proof: every rendering has its own. */
function textsOf(body: unknown): FormValues {
  const { text = '', entry = '', contact = '' } = typedOf(body);
  return { text, entry, contact };
}

function entryAsked(query: unknown): FormValues {
  const { entry } = (query ?? {}) as Record<string, unknown>;
  return typeof entry === 'string' && /^\d{1,7}$/.test(entry) ? { entry } : {};
}

const byAccount = { name: 'competitions.complaint', points: 10, seconds: 86_400 };
const byAddress = { name: 'competitions.complaint_address', points: 20, seconds: 86_400 };

async function sendComplaint(k: Kernel, request: Req, reply: FastifyReply): Promise<FastifyReply> {
  const { competition } = await openNotice(k, request.params.slug);
  const actor = await actorOf(k, request);
  if (actor.accountId !== null) await requireActor(k, request);
  let sent: { number: number; code: string | null } | undefined;
  const error = await attempt(async () => {
    if (actor.accountId === null) await k.limits.takeForAddress(byAddress, request);
    else await k.limits.take(byAccount, actor.accountId);
    const typed = typedOf(request.body);
    const proof = actor.accountId === null ? await k.proof.verify(typed) : null;
    sent = await complain(k, actor, competition.id, textsOf(typed) as never, proof);
  });
  if (error) return complainForm(k, request, reply, error);
  if (!sent?.code) return reply.redirect(`/competitions/${competition.slug}/notice/mine`, 303);
  const { number, code } = sent;
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.results.complained'),
    robots: 'noindex',
    main: <ComplainedPage ctx={ctx} competition={competition} number={number} code={code} />,
  }));
}

async function mine(k: Kernel, request: Req, reply: FastifyReply, wrong?: AppError): Promise<FastifyReply> {
  const competition = await publishedCompetition(k, request.params.slug);
  const { accountId } = await actorOf(k, request);
  const complaints = accountId === null ? [] : await complaintsOfAccount(k.db, competition.id, accountId);
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t('competitions.results.my_complaints'),
      robots: 'noindex',
      main: (
        <MyComplaintsPage
          ctx={ctx}
          competition={competition}
          signedIn={accountId !== null}
          complaints={complaints}
          typed={{
            values: wrong ? typedOf(request.body) : {},
            errors: wrong ? formErrors(ctx, wrong, 'code').errors : {},
          }}
        />
      ),
    }),
    wrong?.status ?? 200,
  );
}

const guesses = { name: 'competitions.complaint_code', points: 20, seconds: 3600 };

async function lookUp(k: Kernel, request: Req, reply: FastifyReply): Promise<FastifyReply> {
  const competition = await publishedCompetition(k, request.params.slug);
  await k.limits.takeForAddress(guesses, request);
  const code = readCode(String(typedOf(request.body).code ?? ''));
  const found = code.length === 16 ? await complaintOfCode(k.db, competition.id, hashOfCode(code)) : undefined;
  if (!found) return mine(k, request, reply, new AppError('competitions.results.complaint_not_found'));
  const { accountId } = await actorOf(k, request);
  return sendPage(request, reply, (ctx) => ({
    title: ctx.t('competitions.results.my_complaints'),
    robots: 'noindex',
    main: (
      <MyComplaintsPage
        ctx={ctx}
        competition={competition}
        signedIn={accountId !== null}
        complaints={[found]}
        typed={{ values: {}, errors: {} }}
      />
    ),
  }));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { attempt, typedOf } from '../../people/index.ts';
import { type Reader, type Refused, refusedForm, requireReader, sendLiaisonPage } from '../exchange/liaison-page.tsx';
import type { Posted } from '../exchange/post-files.ts';
import { sendPdf, sendTable } from '../exchange/send-file.ts';
import { mayOpenRound, maySeeFeedback } from './feedback.policy.ts';
import { overviewPdf, overviewSheet, reportPdf, reportSheet } from './feedback-files.ts';
import { FeedbackPage, OverviewPage } from './feedback-pages.tsx';
import { loadFeedback, loadOverview, loadReport } from './load-feedback.ts';
import { ReportPage } from './report-page.tsx';
import { changeRound, openRound, saveReport, sendReport, signReport, takeSignatureBack } from './write-report.ts';

type ByYear = { Params: { year: string } };
type ByReport = { Params: { year: string; department: string } };

const version = z.object({ version: z.enum(['city', 'full']).catch('full').default('full') });
const yearWish = z.object({ year: z.coerce.number().int().optional().catch(undefined) });

/** Each department's yearly report, and the overview of all. */
export function feedbackRoutes(app: App, k: Kernel): void {
  app.get('/liaison/feedback', { schema: { querystring: yearWish } }, (request, reply) =>
    showList(k, request, reply, request.query.year ?? null),
  );
  app.post('/liaison/feedback', async (request, reply) => {
    const actor = await requireReader(k, request);
    let year = 0;
    const error = await attempt(async () => {
      year = await openRound(k, actor, typedOf(request.body) as never);
    });
    if (error?.status === 403) throw error;
    if (error) return showList(k, request, reply, null, refusedForm(request, 'round', error));
    return reply.redirect(`/liaison/feedback?year=${year}&said=opened`, 303);
  });
  app.post<ByYear>('/liaison/feedback/:year/departments', async (request, reply) => {
    const actor = await requireReader(k, request);
    const { departmentId, dueOn } = typedOf(request.body);
    const year = Number(request.params.year);
    await changeRound(k, actor, year, {
      ...(typeof departmentId === 'string' ? { departmentId } : {}),
      ...(typeof dueOn === 'string' ? { dueOn } : {}),
    });
    return reply.redirect(`/liaison/feedback?year=${year}&said=added`, 303);
  });
  overviews(app, k);
  reports(app, k);
}

function overviews(app: App, k: Kernel): void {
  const load = async (request: FastifyRequest<ByYear>, asCity: boolean) => {
    const actor = await requireReader(k, request);
    return { actor, view: await loadOverview(k, actor, Number(request.params.year), asCity) };
  };
  app.get<ByYear>('/liaison/feedback/:year', async (request, reply) => {
    const { actor, view } = await load(request, false);
    return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
      title: ctx.t('liaison.feedback.overview'),
      main: <OverviewPage view={view} />,
    }));
  });
  app.get<ByYear>('/liaison/feedback/:year/overview.pdf', async (request, reply) => {
    const { view } = await load(request, version.parse(request.query).version === 'city');
    const { locale } = app.frame.anonymous(request);
    return sendPdf(reply, await overviewPdf(k, view, locale), `feedback-${view.year}-${view.mode}`);
  });
  app.get<ByYear>('/liaison/feedback/:year/overview.xlsx', async (request, reply) => {
    const { view } = await load(request, version.parse(request.query).version === 'city');
    const { locale } = app.frame.anonymous(request);
    const { columns, rows } = overviewSheet(view, k.i18n.t(locale), locale);
    return sendTable(k, reply, 'xlsx', `feedback-${view.year}-${view.mode}`, columns, rows);
  });
}

function reports(app: App, k: Kernel): void {
  const path = '/liaison/feedback/:year/:department';
  app.get<ByReport>(path, (request, reply) => showReport(k, request, reply, request.params));
  app.get<ByReport>(`${path}/report.pdf`, async (request, reply) => {
    const view = await loadFor(k, request, request.params);
    const { locale } = app.frame.anonymous(request);
    return sendPdf(reply, await reportPdf(k, view, locale), `feedback-${view.report.year}-${view.mode}`);
  });
  app.get<ByReport>(`${path}/report.xlsx`, async (request, reply) => {
    const view = await loadFor(k, request, request.params);
    const { locale } = app.frame.anonymous(request);
    const { columns, rows } = reportSheet(view, k.i18n.t(locale), locale);
    return sendTable(k, reply, 'xlsx', `feedback-${view.report.year}-${view.mode}`, columns, rows);
  });
  const deed = (
    end: string,
    form: string,
    said: string,
    work: (actor: Reader, year: number, department: string, body: Posted) => Promise<void>,
  ) =>
    app.post<ByReport>(`${path}${end}`, async (request, reply) => {
      const actor = await requireReader(k, request);
      const { year, department } = request.params;
      const error = await attempt(() => work(actor, Number(year), department, typedOf(request.body)));
      if (error?.status === 403 || error?.status === 404) throw error;
      if (error) return showReport(k, request, reply, request.params, refusedForm(request, form, error));
      return reply.redirect(`/liaison/feedback/${year}/${department}?said=${said}`, 303);
    });
  deed('', 'texts', 'saved', (actor, year, department, body) => saveReport(k, actor, year, department, body as never));
  deed('/sign', 'page', 'signed', (actor, year, department, { revision }) =>
    signReport(k, actor, year, department, Number(revision)),
  );
  deed('/unsign', 'page', 'taken_back', (actor, year, department) => takeSignatureBack(k, actor, year, department));
  deed('/send', 'page', 'sent', (actor, year, department) => sendReport(k, actor, year, department));
}

async function loadFor(k: Kernel, request: FastifyRequest, { year, department }: ByReport['Params']) {
  const actor = await requireReader(k, request);
  return loadReport(k, actor, Number(year), department, version.parse(request.query).version === 'city');
}

async function showList(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  year: number | null,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  if (!maySeeFeedback(actor)) fail('kernel.not_allowed');
  const view = await loadFeedback(k, actor, year, mayOpenRound(actor));
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.feedback.title'),
      main: <FeedbackPage view={view} ctx={ctx} refused={refused} />,
    }),
    refused?.error.status ?? 200,
  );
}

async function showReport(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  { year, department }: ByReport['Params'],
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadReport(k, actor, Number(year), department);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.feedback.report_of', {
        name: view.departments.name(department, ctx.locale),
        year: String(view.report.year),
      }),
      main: <ReportPage view={view} ctx={ctx} refused={refused} />,
    }),
    refused?.error.status ?? 200,
  );
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import { csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { auditName, postForm, type Sent, stateOf, typedOf } from '../../people/index.ts';
import { type AtSurvey, requireSurveyDesk, sendSurveyDesk } from '../desk-page.tsx';
import { questionsOf, wordsIn } from '../questionnaire.rules.ts';
import { formOf } from '../survey.queries.ts';
import { mayRead, mayRun } from '../surveys.policy.ts';
import { CrossPage, ResultsDeskPage, TextsPage } from './desk-pages.tsx';
import { allResponses, answerColumns, codebook, codebookColumns } from './export-rows.ts';
import { loadCross, loadResults, writtenQuestion } from './load-results.ts';
import { sendDays, sendPlot } from './plot-handlers.ts';
import { concludeSurvey, publishResults, quoteAnswer } from './publish-results.ts';
import { conclusionOf, quotesOf, takingPart, textsOf, wordsOf } from './tally.queries.ts';

type BySlug = { Params: { slug: string } };
type ByQuestion = { Params: { slug: string; question: string } };
type Req<P extends { Params: unknown }> = FastifyRequest<P & { Querystring: Record<string, unknown> }>;

const perPage = 50;
const mostWords = 30;

const done = {
  concluded: 'surveys.results.done.concluded',
  published: 'surveys.results.done.published',
  quoted: 'surveys.results.done.quoted',
  unquoted: 'surveys.results.done.unquoted',
} as const;

/** What came in, for those who run the survey. */
export function resultsDeskRoutes(app: App, k: Kernel): void {
  const base = '/questionnaires/:slug/results';
  app.get<BySlug>(base, (request, reply) => show(k, request as Req<BySlug>, reply));
  app.get<BySlug>(`${base}/cross`, (request, reply) => cross(k, request as Req<BySlug>, reply));
  app.get<ByQuestion>(`${base}/texts/:question`, (request, reply) => texts(k, request as Req<ByQuestion>, reply));
  app.post<ByQuestion>(`${base}/texts/:question`, (request, reply) => quote(k, request, reply));
  app.get<BySlug>(`${base}/plot/days.svg`, async (request, reply) => {
    const { survey } = await requireSurveyDesk(k, request, request.params.slug, mayRead);
    return sendDays(k, request, reply, survey);
  });
  app.get<ByQuestion>(`${base}/plot/:question.svg`, async (request, reply) => {
    const { survey } = await requireSurveyDesk(k, request, request.params.slug, mayRead);
    return sendPlot(k, request, reply, survey, request.params.question, { by: byOf(request), scope: 'desk' });
  });
  app.get<BySlug>(`${base}/answers.csv`, (request, reply) => download(k, request, reply, 'csv'));
  app.get<BySlug>(`${base}/answers.xlsx`, (request, reply) => download(k, request, reply, 'xlsx'));
  app.get<BySlug>(`${base}/codebook.csv`, (request, reply) => sendCodebook(k, request, reply));
  app.post<BySlug>(`${base}/conclude`, (request, reply) => conclude(k, request, reply, false));
  app.post<BySlug>(`${base}/publish`, (request, reply) => conclude(k, request, reply, true));
}

/** `?by=question=value`. */
export function byOf(request: FastifyRequest): { name: string; value: string } | undefined {
  const { by } = (request.query ?? {}) as { by?: unknown };
  const cut = typeof by === 'string' ? by.indexOf('=') : -1;
  return typeof by === 'string' && cut > 0 ? { name: by.slice(0, cut), value: by.slice(cut + 1) } : undefined;
}

async function show(k: Kernel, request: Req<BySlug>, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { survey, actor } = desk;
  const by = byOf(request);
  const [taking, quotes, conclusion] = await Promise.all([
    takingPart(k.db, survey.id),
    quotesOf(k.db, survey.id),
    conclusionOf(k.db, survey.id),
  ]);
  return sendSurveyDesk(
    request,
    reply,
    desk,
    async (ctx) => {
      const view = await loadResults(k, survey, { locale: ctx.locale, t: ctx.t, ...(by ? { by } : {}) });
      const written = questionsOf(view.definition).filter(({ type }) => type === 'text');
      const words = new Map<string, { word: string; n: number }[]>();
      for (const { name } of written)
        words.set(name, await wordsOf(k.db, survey.id, name, survey.smallestGroup, mostWords));
      return {
        title: ctx.t('surveys.results.title'),
        main: (
          <ResultsDeskPage
            {...{ view, taking, quotes, words }}
            runs={mayRun(actor, survey)}
            conclusion={stateOf(ctx, sent, 'conclude', { text: conclusion })}
          />
        ),
      };
    },
    { sent, done },
  );
}

async function cross(k: Kernel, request: Req<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { a, b } = request.query;
  return sendSurveyDesk(request, reply, desk, async (ctx) => {
    const asked = { a: typeof a === 'string' ? a : '', b: typeof b === 'string' ? b : '' };
    const found = await loadCross(k, desk.survey, { locale: ctx.locale, t: ctx.t, ...asked });
    return {
      title: ctx.t('surveys.results.cross'),
      main: <CrossPage slug={desk.survey.slug} least={desk.survey.smallestGroup} cross={found} />,
    };
  });
}

/** Somebody read what single people wrote, or took all answers away: it stands in the audit log. */
async function noteReading(k: Kernel, { actor, survey }: AtSurvey, what: 'texts' | 'answers'): Promise<void> {
  await inTransaction(k.db, (tx) =>
    audit(tx, k.clock.now(), {
      actorId: actor.accountId,
      actorName: auditName(actor),
      action: `surveys.${what}_read`,
      objectType: 'survey',
      objectId: survey.id,
      departmentId: survey.departmentId,
      details: { slug: survey.slug },
    }),
  );
}

async function texts(k: Kernel, request: Req<ByQuestion>, reply: FastifyReply): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = desk;
  const definition = await formOf(k.db, survey);
  const question = writtenQuestion(definition, request.params.question);
  const given = request.query.after;
  const after = typeof given === 'string' && isId(given) ? given : null;
  const rows = await textsOf(k.db, survey.id, question.name, after, perPage + 1);
  const words = after ? [] : await wordsOf(k.db, survey.id, question.name, survey.smallestGroup, mostWords);
  if (rows.length > 0) await noteReading(k, desk, 'texts');
  const shown = rows.slice(0, perPage);
  const here = `/questionnaires/${survey.slug}/results/texts/${encodeURIComponent(question.name)}`;
  return sendSurveyDesk(
    request,
    reply,
    desk,
    (ctx) => {
      const label = wordsIn(question.label, ctx.locale, definition.languages) || question.name;
      return {
        title: label,
        main: (
          <TextsPage
            {...{ slug: survey.slug, question: question.name, label, words, texts: shown }}
            mayQuote={survey.state !== 'cancelled' && survey.state !== 'draft'}
            nextHref={rows.length > perPage ? `${here}?after=${shown.at(-1)?.id}` : null}
            firstHref={after ? here : null}
          />
        ),
      };
    },
    { done, up: { label: survey.title, href: `/questionnaires/${survey.slug}/results` } },
  );
}

async function quote(k: Kernel, request: FastifyRequest<ByQuestion>, reply: FastifyReply): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { response, on } = typedOf(request.body);
  const input = { response: String(response ?? ''), question: request.params.question, on: on === 'yes' };
  await quoteAnswer(k, actor, survey.id, input);
  const here = `/questionnaires/${survey.slug}/results/texts/${encodeURIComponent(input.question)}`;
  return reply.redirect(`${here}?done=${input.on ? 'quoted' : 'unquoted'}`, 303);
}

async function conclude(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  publish: boolean,
): Promise<FastifyReply> {
  const { actor, survey } = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const text = String(typedOf(request.body).text ?? '');
  return postForm(
    request,
    reply,
    'conclude',
    async () => {
      await (publish ? publishResults : concludeSurvey)(k, actor, survey.id, { text });
      return `/questionnaires/${survey.slug}/results?done=${publish ? 'published' : 'concluded'}`;
    },
    (sent) => show(k, request as Req<BySlug>, reply, sent),
  );
}

/** All answers with codes, read in parts as they go out. */
async function download(
  k: Kernel,
  request: FastifyRequest<BySlug>,
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const desk = await requireSurveyDesk(k, request, request.params.slug, mayRun);
  const { survey } = desk;
  if (survey.state === 'draft') fail('surveys.wrong_state', { state: survey.state });
  await noteReading(k, desk, 'answers');
  const { locale } = request.server.frame.anonymous(request);
  const columns = answerColumns(await formOf(k.db, survey), locale);
  const rows = allResponses(k, survey);
  const zone = k.config.TIME_ZONE;
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${survey.slug}.${format}"`)
    .type(
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    .send(
      format === 'csv' ? csvStream(columns, rows, { zone }) : xlsxStream(columns, rows, { zone, sheet: 'answers' }),
    );
}

async function sendCodebook(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const { survey } = await requireSurveyDesk(k, request, request.params.slug, mayRead);
  const { locale } = request.server.frame.anonymous(request);
  const rows = codebook(await formOf(k.db, survey), locale);
  return reply
    .header('content-disposition', `attachment; filename="${survey.slug}-codebook.csv"`)
    .type('text/csv; charset=utf-8')
    .send(csvStream(codebookColumns, rows, { zone: k.config.TIME_ZONE }));
}

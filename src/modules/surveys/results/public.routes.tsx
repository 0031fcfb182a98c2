import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import { type Column, csvStream } from '../../../kernel/export/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isSlug } from '../../../kernel/text/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook } from '../../people/index.ts';
import { questionsOf } from '../questionnaire.rules.ts';
import { formOf, type Survey, surveyBySlug } from '../survey.queries.ts';
import { titleIn } from '../surveys.rules.ts';
import { codebook, codebookColumns } from './export-rows.ts';
import { byWholeGroups, loadResults, type ResultsView } from './load-results.ts';
import { sendPlot } from './plot-handlers.ts';
import { PublicResultsPage } from './public-page.tsx';
import './results.errors.ts';
import { conclusionOf, quotesOf, takingPart, wordsOf } from './tally.queries.ts';

type BySlug = { Params: { slug: string } };
type ByQuestion = { Params: { slug: string; question: string } };

const mostWords = 20;

/** What everybody reads of results: once they are published, or while the survey runs where that was said. */
export function publicResultsRoutes(app: App, k: Kernel): void {
  app.get<BySlug>('/surveys/:slug/results', (request, reply) => show(k, request, reply));
  app.get<ByQuestion>('/surveys/:slug/results/plot/:question.svg', async (request, reply) => {
    const survey = await withPublicResults(k, request.params.slug);
    return sendPlot(k, request, reply, survey, request.params.question, { scope: 'public' });
  });
  app.get<BySlug>('/surveys/:slug/results.csv', (request, reply) => openData(k, request, reply));
  app.get<BySlug>('/surveys/:slug/results/codebook.csv', async (request, reply) => {
    const survey = await withPublicResults(k, request.params.slug);
    const { locale } = request.server.frame.anonymous(request);
    const rows = codebook(await formOf(k.db, survey), locale);
    return csv(reply, `${survey.slug}-codebook`).send(csvStream(codebookColumns, rows, { zone: k.config.TIME_ZONE }));
  });
}

/** @throws AppError surveys.results.not_public */
async function withPublicResults(k: Kernel, slug: string): Promise<Survey> {
  const survey = isSlug(slug) ? await surveyBySlug(k.db, slug) : undefined;
  if (!survey || survey.results === 'none') return fail('surveys.results.not_public');
  const live = survey.results === 'live' && (survey.state === 'open' || survey.state === 'closed');
  if (survey.state !== 'published' && !live) return fail('surveys.results.not_public');
  return survey;
}

async function show(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const survey = await withPublicResults(k, request.params.slug);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const [departments, conclusion, quotes, taking] = await Promise.all([
      departmentBook(k),
      survey.state === 'published' ? conclusionOf(k.db, survey.id) : '',
      survey.state === 'published' ? quotesOf(k.db, survey.id) : [],
      takingPart(k.db, survey.id),
    ]);
    const shown = byWholeGroups(survey);
    const view = await loadResults(k, survey, { locale: ctx.locale, t: ctx.t, shown });
    const words = new Map<string, { word: string; n: number }[]>();
    // Words of a survey that takes answers would change with each of them.
    if (survey.state === 'published')
      for (const { name, type } of questionsOf(view.definition))
        if (type === 'text') words.set(name, await wordsOf(k.db, survey.id, name, survey.smallestGroup, mostWords));
    return {
      title: `${ctx.t('surveys.results.public_title')} · ${titleIn(survey, ctx.locale)}`,
      description: survey.summary,
      og: {},
      canonical: `${k.config.publicUrl}/surveys/${survey.slug}/results`,
      main: (
        <PublicResultsPage
          {...{ ctx, view, conclusion, quotes, words }}
          department={departments.name(survey.departmentId, ctx.locale)}
          invited={taking.invited}
        />
      ),
      tags: ['surveys', `survey:${survey.id}`, `survey-results:${survey.id}`],
    };
  });
}

type OpenRow = {
  question: string;
  row: string;
  value: string;
  label: string;
  n: number | null;
  answered: number | null;
  asked: number | null;
};

const openColumns: Column<OpenRow>[] = (['question', 'row', 'value', 'label', 'n', 'answered', 'asked'] as const).map(
  (key) => ({ key, header: key, value: (row) => row[key] }),
);

/** Every figure of the page, one line each; what is hidden there has no number here. */
function* openRows(view: ResultsView): Generator<OpenRow> {
  for (const { question, asked, answered, lines, rows, ranks } of view.results) {
    const head = { question: question.name, asked };
    yield { ...head, row: '', value: '', label: '', n: answered, answered };
    for (const { value, label, n } of lines) yield { ...head, row: '', value, label, n, answered };
    for (const row of rows)
      for (const { value, label, n } of row.lines)
        yield { ...head, row: row.name, value, label, n, answered: row.answered };
    for (const { value, label, first, placed } of ranks) {
      yield { ...head, row: 'first', value, label, n: first, answered };
      yield { ...head, row: 'placed', value, label, n: placed, answered };
    }
  }
}

async function openData(k: Kernel, request: FastifyRequest<BySlug>, reply: FastifyReply): Promise<FastifyReply> {
  const survey = await withPublicResults(k, request.params.slug);
  const { locale, t } = request.server.frame.anonymous(request);
  const view = await loadResults(k, survey, { locale, t, shown: byWholeGroups(survey) });
  return csv(reply, survey.slug).send(csvStream(openColumns, openRows(view), { zone: k.config.TIME_ZONE }));
}

function csv(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .type('text/csv; charset=utf-8');
}

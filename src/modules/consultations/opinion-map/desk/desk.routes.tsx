import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../../kernel/errors/index.ts';
import type { App } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { readTableForm } from '../../../../kernel/sheets/index.ts';
import { convenes, mayReadDesk } from '../../consultations.policy.ts';
import { postForm, requireDesk, type Sent, sendDesk, stateOf } from '../../desk-page.tsx';
import { computedMap } from '../compute/map-state.queries.ts';
import { type ImportInput, importMap } from '../import/import-map.ts';
import { withArchive } from '../import/open-archive.ts';
import { mapFacts } from '../open-map.ts';
import { statementNumber } from '../opinion-map.rules.ts';
import { resultView } from '../results/result-view.ts';
import { statementByNumber, statementsOf } from '../statements/statement.queries.ts';
import { type TranslateInput, translateStatement } from '../statements/translate-statement.ts';
import { type SeedsInput, writeSeeds } from '../statements/write-seeds.ts';
import { type BySlug, fieldsOf } from '../vote/post-vote.ts';
import { mapAnswers } from './answer.queries.ts';
import { answerMap } from './answer-map.ts';
import { AnswerPage } from './answer-page.tsx';
import { deskSize, StatementsPage } from './statements-page.tsx';
import { TranslatePage } from './translate-page.tsx';

type Request = FastifyRequest<BySlug>;
type ByNumber = { Params: { slug: string; number: string } };
type OfStatement = FastifyRequest<ByNumber>;

const desk = '/convene/:slug/statements';

/** Statements of a map for its conveners. */
export function mapDeskRoutes(app: App, k: Kernel): void {
  app.get<BySlug>(desk, (request, reply) => show(k, request, reply));
  app.post<BySlug>(desk, (request, reply) => write(k, request, reply));
  app.post<BySlug>(`${desk}/import`, (request, reply) => bring(k, request, reply));
  app.get<BySlug>(`${desk}/answer`, (request, reply) => showAnswer(k, request, reply));
  app.post<BySlug>(`${desk}/answer`, (request, reply) => answer(k, request, reply));
  app.get<ByNumber>(`${desk}/:number`, (request, reply) => showOne(k, request, reply));
  app.post<ByNumber>(`${desk}/:number`, (request, reply) => translate(k, request, reply));
}

async function show(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const at = await requireDesk(k, request, request.params.slug, mayReadDesk, 'map');
  const { consultation, actor, status } = at;
  const [all, computed, map] = await Promise.all([
    statementsOf(k.db, consultation.id),
    computedMap(k.db, consultation.id),
    mapFacts(k, consultation),
  ]);
  const from = statementNumber(fieldsOf(request.query).from) ?? 1;
  const found = all.filter(({ number }) => number >= from);
  return sendDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('consultations.opinion_map.desk.title'),
      main: (
        <StatementsPage
          view={{
            ...{ consultation, status, total: all.length, from },
            statements: found.slice(0, deskSize),
            next: found[deskSize]?.number ?? null,
            figures: new Map((computed?.result.figures ?? []).map((each) => [each.statement, each.all])),
            participants: map.row.participants,
            works: convenes(actor, consultation),
            seeds: stateOf(ctx, sent, 'seeds'),
            archive: stateOf(ctx, sent, 'import'),
          }}
        />
      ),
    }),
    {
      sent,
      done: {
        written: 'consultations.opinion_map.desk.done_written',
        imported: 'consultations.opinion_map.desk.done_imported',
        translated: 'consultations.opinion_map.desk.done_translated',
        answered: 'consultations.opinion_map.desk.done_answered',
      },
    },
  );
}

async function write(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  const { actor, consultation } = await requireDesk(k, request, slug, convenes, 'map');
  return postForm(
    request,
    reply,
    'seeds',
    async () => {
      await writeSeeds(k, actor, consultation.id, fieldsOf(request.body) as SeedsInput);
      return `/convene/${slug}/statements?done=written`;
    },
    (sent) => show(k, request, reply, sent),
  );
}

async function bring(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  const { actor, consultation } = await requireDesk(k, request, slug, convenes, 'map');
  return postForm(
    request,
    reply,
    'import',
    async () => {
      const { fields, file } = await readTableForm(request);
      const bytes = file?.bytes ?? fail('sheets.no_file');
      await withArchive(bytes, (files) => importMap(k, actor, consultation.id, files, fields as ImportInput));
      return `/convene/${slug}/statements?done=imported`;
    },
    (sent) => show(k, request, reply, sent),
  );
}

async function showOne(k: Kernel, request: OfStatement, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const { slug, number } = request.params;
  const at = await requireDesk(k, request, slug, mayReadDesk, 'map');
  const { consultation, actor } = at;
  const found = statementNumber(number);
  const statement = found === undefined ? undefined : await statementByNumber(k.db, consultation.id, found);
  if (!statement) return fail('consultations.contribution_not_found');
  return sendDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('consultations.opinion_map.number', { number: statement.number }),
      main: (
        <TranslatePage
          slug={slug}
          statement={statement}
          works={convenes(actor, consultation)}
          formOf={(language) =>
            stateOf(ctx, sent, `translate-${language}`, { text: statement.translations[language] ?? '' })
          }
        />
      ),
    }),
    { sent, up: { label: consultation.title, href: `/convene/${slug}/statements` } },
  );
}

async function translate(k: Kernel, request: OfStatement, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, number } = request.params;
  const { actor, consultation } = await requireDesk(k, request, slug, convenes, 'map');
  const fields = fieldsOf(request.body);
  return postForm(
    request,
    reply,
    `translate-${fields.language}`,
    async () => {
      await translateStatement(k, actor, consultation.id, { ...fields, number } as unknown as TranslateInput);
      return `/convene/${slug}/statements?done=translated&from=${number}`;
    },
    (sent) => showOne(k, request, reply, sent),
  );
}

async function showAnswer(k: Kernel, request: Request, reply: FastifyReply, sent?: Sent): Promise<FastifyReply> {
  const at = await requireDesk(k, request, request.params.slug, mayReadDesk, 'map');
  const { consultation, actor, status } = at;
  const map = await mapFacts(k, consultation);
  const [computed, answers] = await Promise.all([computedMap(k.db, map.id), mapAnswers(k.db, map.id)]);
  const view = resultView(map, computed, answers);
  return sendDesk(
    request,
    reply,
    at,
    (ctx) => ({
      title: ctx.t('consultations.opinion_map.answer.title'),
      main: (
        <AnswerPage
          view={view}
          status={status}
          works={convenes(actor, consultation)}
          form={stateOf(ctx, sent, 'answer', { text: answers.get(0) ?? '' })}
        />
      ),
    }),
    { sent },
  );
}

async function answer(k: Kernel, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { slug } = request.params;
  const { actor, consultation } = await requireDesk(k, request, slug, convenes, 'map');
  const fields = fieldsOf(request.body);
  const statements = Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => {
      const number = /^statement-([1-9]\d{0,6})$/.exec(name)?.[1];
      return number && typeof text === 'string' ? [[number, text]] : [];
    }),
  );
  return postForm(
    request,
    reply,
    'answer',
    async () => {
      await answerMap(k, actor, consultation.id, {
        text: typeof fields.text === 'string' ? fields.text : '',
        statements,
      });
      return `/convene/${slug}/statements?done=answered`;
    },
    (sent) => showAnswer(k, request, reply, sent),
  );
}

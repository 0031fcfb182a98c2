import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import { type Column, csvStream } from '../../../kernel/export/index.ts';
import { type App, offerApi } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localIso } from '../../../kernel/time/index.ts';
import { publishedConsultation } from '../public/load-consultation.ts';
import { codebook, codebookAnswer } from './codebook.ts';
import { openColumns } from './columns.ts';
import { type OpinionLine, opinionLines } from './opinion-lines.ts';
import { countFigures } from './result.queries.ts';

const wrong = 'consultations.result.api.wrong';
// Descriptions are keys of messages: the document is served in the reader's language.
// keys: consultations.result.api.field.*, consultations.result.api.op.*
const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `consultations.result.api.field.${name}` }) as S;
const words = (name: string) => ({
  summary: `consultations.result.api.op.${name}`,
  description: `consultations.result.api.op.${name}_text`,
});
const tags = ['consultations'];
const params = z.object({ slug: said(z.string().max(60, wrong), 'slug') });

const line = z
  .object({
    number: said(z.int(), 'number'),
    kind: said(z.enum(['opinion', 'answer']), 'kind'),
    answers_to: said(z.int().nullable(), 'answers_to'),
    state: said(z.enum(['visible', 'hidden', 'withdrawn', 'merged']), 'state'),
    received_at: said(z.string(), 'received_at'),
    way: said(z.enum(['web', 'email', 'paper', 'hearing', 'seed']), 'way'),
    author: said(z.string().nullable(), 'author'),
    organisation: said(z.boolean(), 'organisation'),
    anchor: said(z.string().nullable(), 'anchor'),
    paragraph: said(z.string().nullable(), 'paragraph'),
    version_read: said(z.int().nullable(), 'version_read'),
    alike: said(z.int().nullable(), 'alike'),
    supports: said(z.int(), 'supports'),
    text: said(z.string().nullable(), 'text'),
    outcome: said(z.enum(['adopted', 'partly', 'not_adopted', 'noted']).nullable(), 'outcome'),
    ground: said(z.enum(['off_topic', 'enquiry']).nullable(), 'ground'),
    reason: said(z.string().nullable(), 'reason'),
    changed_version: said(z.int().nullable(), 'changed_version'),
    changed_anchors: said(z.string(), 'changed_anchors'),
  })
  .meta({ id: 'ConsultationOpinion' });

const figures = said(z.record(z.string(), z.int()), 'figures');

/** What came in on a draft and what became of it, for programs: the same rows that the result is made from. */
export function offerOpinionsApi(k: Kernel): void {
  offerApi(k, {
    tag: 'consultations',
    routes: (app) => {
      listRoute(app, k);
      csvRoute(app, k);
      codebookRoute(app, k);
    },
  });
}

async function draftOf(k: Kernel, slug: string) {
  const found = await publishedConsultation(k, slug);
  if (found.kind !== 'draft') return fail('consultations.not_found');
  return { consultation: found, decisions: found.state === 'answered' };
}

function listRoute(app: App, k: Kernel): void {
  const query = z.object({
    after: said(z.coerce.number(wrong).int(wrong).min(0, wrong).max(9_999_999, wrong).default(0), 'after'),
    limit: said(z.coerce.number(wrong).int(wrong).min(1, wrong).max(1000, wrong).default(200), 'limit'),
  });
  const answer = z.object({
    figures,
    decided: said(z.boolean(), 'decided'),
    data: z.array(line),
    next: said(z.int().nullable(), 'next'),
  });
  app.get(
    '/consultations/:slug/opinions',
    { schema: { tags, ...words('opinions'), params, querystring: query, response: { 200: answer } } },
    async (request, reply) => {
      const { consultation, decisions } = await draftOf(k, request.params.slug);
      const { after, limit } = request.query;
      const lines: OpinionLine[] = [];
      for await (const one of opinionLines(k, consultation, { decisions, after, limit: limit + 1 })) lines.push(one);
      const shown = lines.slice(0, limit);
      const all = await countFigures(k.db, consultation.id);
      return open(reply).send({
        figures: decisions ? { ...all } : { received: all.received, answers: all.answers },
        decided: decisions,
        data: shown.map((one) => plain(one, k.config.TIME_ZONE)),
        next: lines.length > limit ? (shown.at(-1)?.number ?? null) : null,
      });
    },
  );
}

/** A line as JSON has it, under the names of the columns. */
function plain(one: OpinionLine, zone: string): z.output<typeof line> {
  const value = ({ key, value: read }: Column<OpinionLine>) => {
    const given = read(one);
    return [key, given instanceof Date ? localIso(given, zone) : (given ?? null)];
  };
  return Object.fromEntries(openColumns.map(value)) as z.output<typeof line>;
}

function csvRoute(app: App, k: Kernel): void {
  app.get(
    '/consultations/:slug/opinions.csv',
    { schema: { tags, ...words('csv'), params, produces: ['text/csv'] } },
    async (request, reply) => {
      const { consultation, decisions } = await draftOf(k, request.params.slug);
      await k.limits.take({ name: 'consultations.open_data', points: 60, seconds: 600 }, request.ip);
      const rows = opinionLines(k, consultation, { decisions });
      return open(reply)
        .header('content-disposition', `attachment; filename="${consultation.slug}-opinions.csv"`)
        .type('text/csv; charset=utf-8')
        .send(csvStream(openColumns, rows, { zone: k.config.TIME_ZONE }));
    },
  );
}

function codebookRoute(app: App, k: Kernel): void {
  app.get(
    '/consultations/:slug/opinions/codebook',
    { schema: { tags, ...words('codebook'), params, response: { 200: codebookAnswer } } },
    async (request, reply) => {
      const { consultation } = await draftOf(k, request.params.slug);
      const { t } = request.server.frame.anonymous(request);
      return open(reply).send(codebook(t, consultation.slug));
    },
  );
}

function open(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=10');
}

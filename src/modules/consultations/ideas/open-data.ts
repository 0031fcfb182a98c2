import { z } from 'zod';
import { type App, offerApi } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localIso } from '../../../kernel/time/index.ts';
import { departmentBook, districtBook } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { statuses, statusOn } from '../consultations.rules.ts';
import { todayOf } from '../public/load-consultation.ts';
import { answersOf } from './answer.queries.ts';
import { categoriesOf } from './category.queries.ts';
import type { Idea } from './idea.queries.ts';
import { outcomes, stages } from './ideas.rules.ts';
import { figuresOf, ideasByNumber } from './list.queries.ts';
import { publishedCall } from './load-call.ts';

const wrong = 'consultations.ideas.api.wrong';
// Descriptions are keys of messages: the document is served in the reader's language.
// keys: consultations.ideas.api.field.*, consultations.ideas.api.op.*
const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `consultations.ideas.api.field.${name}` }) as S;

const day = said(z.string().nullable(), 'day');
const moment = said(z.string().nullable(), 'moment');

const idea = z
  .object({
    number: said(z.int(), 'number'),
    href: said(z.string(), 'href'),
    title: said(z.string(), 'title'),
    text: said(z.string(), 'text'),
    author: said(z.string(), 'author'),
    organisation: said(z.boolean(), 'organisation'),
    category: said(z.string().nullable(), 'category'),
    district: said(z.string().nullable(), 'district'),
    place: said(z.string(), 'place'),
    lon: said(z.number().nullable(), 'point'),
    lat: said(z.number().nullable(), 'point'),
    said_at: moment,
    supports: said(z.int(), 'supports'),
    stage: said(z.enum(stages), 'stage'),
    outcome: said(z.enum(outcomes).nullable(), 'outcome'),
    office: said(z.string().nullable(), 'office'),
    answer: said(z.string().nullable(), 'answer'),
    examined_at: moment,
    answer_by: day,
    answered_at: moment,
    done_by: day,
    done_at: moment,
  })
  .meta({ id: 'Idea' });

/** Ideas of a call and what became of them, for programs: the same as on the pages. Hidden and merged ones are counted only. */
export function offerIdeasApi(k: Kernel): void {
  offerApi(k, { tag: 'consultations', routes: (app) => ideasRoute(app, k) });
}

function ideasRoute(app: App, k: Kernel): void {
  const params = z.object({ slug: said(z.string().max(60, wrong), 'slug') });
  const query = z.object({
    after: said(z.coerce.number(wrong).int(wrong).min(0, wrong).max(9_999_999, wrong).default(0), 'after'),
    limit: said(z.coerce.number(wrong).int(wrong).min(1, wrong).max(500, wrong).default(100), 'limit'),
  });
  const answer = z.object({
    call: said(z.string(), 'call'),
    status: said(z.enum(statuses), 'status'),
    figures: said(z.record(z.string(), z.int()), 'figures'),
    data: z.array(idea),
    next: said(z.int().nullable(), 'next'),
  });
  const words = { summary: 'consultations.ideas.api.op.ideas', description: 'consultations.ideas.api.op.ideas_text' };
  app.get(
    '/ideas/:slug',
    { schema: { tags: ['consultations'], ...words, params, querystring: query, response: { 200: answer } } },
    async (request, reply) => {
      const call = await publishedCall(k, request.params.slug);
      const { after, limit } = request.query;
      const today = todayOf(k);
      const [figures, rows, say] = await Promise.all([
        figuresOf(k.db, call.id, today),
        ideasByNumber(k.db, call.id, { after, limit: limit + 1, everyState: false }),
        speaker(k, call),
      ]);
      const shown = rows.slice(0, limit);
      return reply
        .header('access-control-allow-origin', '*')
        .header('cache-control', 'public, max-age=10')
        .send({
          ...{ call: call.title, status: statusOn(call, today), figures: { ...figures } },
          data: await Promise.all(shown.map(say)),
          next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
        });
    },
  );
}

/** Some hundred metres: enough for a place in the city, not for a door. */
const coarse = (degrees: number | null) => (degrees === null ? null : Math.round(degrees * 1000) / 1000);

async function speaker(k: Kernel, call: ConsultationOf<'ideas'>) {
  const [departments, districts, categories] = await Promise.all([
    departmentBook(k),
    districtBook(k),
    categoriesOf(k.db, call.id),
  ]);
  const at = (moment: Date | null) => moment && localIso(moment, k.config.TIME_ZONE);
  return async (row: Idea): Promise<z.output<typeof idea>> => {
    const answers = row.answeredAt === null ? [] : await answersOf(k.db, row.id);
    return {
      ...{ number: row.number, title: row.title, text: row.text, author: row.shownAs, place: row.place },
      href: `${k.config.publicUrl}/ideas/${call.slug}/${row.number}`,
      organisation: row.organisationId !== null,
      category: categories.find(({ id }) => id === row.categoryId)?.name ?? null,
      district: districts.name(row.districtId, 'zh-CN') || null,
      lon: coarse(row.lon),
      lat: coarse(row.lat),
      ...{ said_at: at(row.createdAt), supports: row.supports, stage: row.stage, outcome: row.outcome },
      office: row.departmentId ? departments.name(row.departmentId, 'zh-CN') : null,
      answer: answers.at(-1)?.text ?? null,
      ...{ examined_at: at(row.examinedAt), answer_by: row.answerBy, answered_at: at(row.answeredAt) },
      ...{ done_by: row.doneBy, done_at: at(row.doneAt) },
    };
  };
}

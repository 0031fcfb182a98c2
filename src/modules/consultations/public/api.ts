import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fileHref } from '../../../kernel/files/index.ts';
import { type App, lookOf, offerApi } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import { publicHref } from '../consultation-href.ts';
import { consultationKinds, statuses, statusOn } from '../consultations.rules.ts';
import type { ConsultationLine } from '../convene/convene.queries.ts';
import { findConsultations, loadConsultationPage, publishedConsultation, todayOf } from './load-consultation.ts';

const wrong = 'consultations.public.api.wrong';
// Descriptions are keys of messages: the document is served in the reader's language.
// keys: consultations.public.api.field.*, consultations.public.api.op.*
const said = <S extends z.ZodType>(schema: S, name: string): S =>
  schema.meta({ description: `consultations.public.api.field.${name}` }) as S;
const words = (name: string) => ({
  summary: `consultations.public.api.op.${name}`,
  description: `consultations.public.api.op.${name}_text`,
});
const lang = said(z.enum(['zh-CN', 'zh-TW', 'en']).optional(), 'lang');

const listed = {
  slug: said(z.string(), 'slug'),
  href: said(z.string(), 'href'),
  kind: said(z.enum(consultationKinds), 'kind'),
  title: said(z.string(), 'title'),
  summary: said(z.string(), 'summary'),
  department: said(z.string(), 'department'),
  status: said(z.enum(statuses), 'status'),
  startsOn: said(z.string(), 'starts_on'),
  endsOn: said(z.string(), 'ends_on'),
  contributions: said(z.int(), 'contributions'),
};
const listedConsultation = z.object(listed).meta({ id: 'ListedConsultation' });
const consultation = z
  .object({
    ...listed,
    explanation: said(z.string(), 'explanation'),
    shortReason: said(z.string(), 'short_reason'),
    audience: said(z.string(), 'audience'),
    contact: said(z.string(), 'contact'),
    annexes: said(
      z.array(z.object({ title: said(z.string(), 'annex_title'), href: said(z.string(), 'annex_href') })),
      'annexes',
    ),
    notes: said(z.array(z.object({ at: said(z.string(), 'note_at'), text: said(z.string(), 'note_text') })), 'notes'),
    hearings: said(
      z.array(
        z.object({
          startsAt: said(z.string(), 'hearing_starts_at'),
          place: said(z.string(), 'hearing_place'),
          seats: said(z.int(), 'hearing_seats'),
          cancelled: said(z.boolean(), 'hearing_cancelled'),
        }),
      ),
      'hearings',
    ),
  })
  .meta({ id: 'Consultation' });

const tags = ['consultations'];
const after = z.string().refine((text) => {
  const [endsOn = '', id = '', ...more] = text.split('_');
  return isLocalDate(endsOn) && isId(id) && more.length === 0;
}, wrong);

/** Consultations for programs: open data, the same as on the pages. */
export function offerConsultationsApi(k: Kernel): void {
  offerApi(k, {
    tag: 'consultations',
    routes: (app) => {
      listRoute(app, k);
      oneRoute(app, k);
    },
  });
}

function listRoute(app: App, k: Kernel): void {
  const query = z.object({
    list: said(z.enum(['now', 'over'], wrong).default('now'), 'list'),
    kind: said(z.enum(consultationKinds, wrong).optional(), 'kind'),
    after: said(after.optional(), 'after'),
    limit: said(z.coerce.number(wrong).int(wrong).min(1, wrong).max(60, wrong).default(20), 'limit'),
    lang,
  });
  const answer = z.object({ data: z.array(listedConsultation), next: said(z.string().nullable(), 'next') });
  app.get(
    '/consultations',
    { schema: { tags, ...words('list'), querystring: query, response: { 200: answer } } },
    async (request, reply) => {
      const { list, kind, limit } = request.query;
      const [endsOn = '', id = ''] = (request.query.after ?? '').split('_');
      const found = await findConsultations(k, { list, kind }, isId(id) ? { endsOn, id } : null, limit);
      const say = await speaker(k, request);
      const last = found.more ? found.rows.at(-1) : undefined;
      return open(reply).send({ data: found.rows.map(say), next: last ? `${last.endsOn}_${last.id}` : null });
    },
  );
}

function oneRoute(app: App, k: Kernel): void {
  const params = z.object({ slug: said(z.string().max(60, wrong), 'slug') });
  app.get(
    '/consultations/:slug',
    { schema: { tags, ...words('one'), params, querystring: z.object({ lang }), response: { 200: consultation } } },
    async (request, reply) => {
      const found = await publishedConsultation(k, request.params.slug);
      const [view, say] = await Promise.all([loadConsultationPage(k, found), speaker(k, request)]);
      const site = k.config.publicUrl;
      return open(reply).send({
        ...say({ ...found, createdAt: found.openedAt ?? k.clock.now(), contributions: view.contributions }),
        explanation: found.explanation,
        shortReason: found.shortReason,
        audience: found.audience,
        contact: found.contact,
        annexes: view.annexes.map(({ title, fileId }) => ({ title, href: `${site}${fileHref(fileId)}` })),
        notes: view.notes.map(({ at, text }) => ({ at: at.toISOString(), text })),
        hearings: view.hearings.map(({ startsAt, place, seats, cancelledAt }) => ({
          ...{ place, seats },
          startsAt: startsAt.toISOString(),
          cancelled: cancelledAt !== null,
        })),
      });
    },
  );
}

/** How a consultation reads for a program, its department in the reader's language. */
async function speaker(k: Kernel, request: FastifyRequest) {
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  const departments = await departmentBook(k);
  const today = todayOf(k);
  return (row: ConsultationLine) => ({
    slug: row.slug,
    href: `${k.config.publicUrl}${publicHref(row)}`,
    kind: row.kind,
    title: row.title,
    summary: row.summary,
    department: departments.name(row.departmentId, locale),
    status: statusOn(row, today),
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    contributions: row.contributions,
  });
}

/** Anybody's program may read it from anywhere. */
function open(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=60');
}

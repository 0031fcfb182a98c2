import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import { fileHref } from '../../../kernel/files/index.ts';
import { type App, lookOf, offerApi } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { departmentBook } from '../../people/index.ts';
import { type Stage, stageTime } from '../competitions.rules.ts';
import { competition, lang, listedCompetition, said, work } from './api-schema.ts';
import { findCompetitions, loadCompetitionPage, publishedCompetition } from './load-competition.ts';
import { galleryPage, type ListedCompetition } from './public.queries.ts';
import { countingStages } from './words.ts';

const wrong = 'competitions.public.api.limit_wrong';
const limit = (most: number, usual: number) =>
  said(z.coerce.number(wrong).int(wrong).min(1, wrong).max(most, wrong).default(usual), 'limit');
const slug = z.object({ slug: said(z.string().max(60, wrong), 'slug') });

const words = (name: string) => ({
  // keys: competitions.public.api.op.*
  summary: `competitions.public.api.op.${name}`,
  description: `competitions.public.api.op.${name}_text`,
});

/** Competitions and their works for programs: open data, the same as on the pages. */
export function offerCompetitionsApi(k: Kernel): void {
  offerApi(k, {
    tag: 'competitions',
    routes: (app) => {
      listRoute(app, k);
      oneRoute(app, k);
      worksRoute(app, k);
    },
  });
}

const tags = ['competitions'];

function listRoute(app: App, k: Kernel): void {
  const query = z.object({
    list: said(z.enum(['open', 'ended'], wrong).default('open'), 'list'),
    after: said(z.string().max(80, wrong).optional(), 'after'),
    limit: limit(60, 20),
    lang,
  });
  const answer = z.object({
    data: z.array(listedCompetition),
    next: said(z.string().nullable(), 'next'),
  });
  app.get(
    '/competitions',
    { schema: { tags, ...words('list'), querystring: query, response: { 200: answer } } },
    async (request, reply) => {
      const { list, after, limit } = request.query;
      const [found, say] = await Promise.all([
        findCompetitions(k, { list }, readPageKey(after), limit),
        speaker(k, request),
      ]);
      const last = found.more ? found.rows.at(-1) : undefined;
      return open(reply).send({
        data: found.rows.map((row) => say(row)),
        next: last ? pageKeyText({ at: last.openedAt, id: last.id }) : null,
      });
    },
  );
}

function oneRoute(app: App, k: Kernel): void {
  app.get(
    '/competitions/:slug',
    {
      schema: {
        ...{ tags, ...words('one') },
        params: slug,
        querystring: z.object({ lang }),
        response: { 200: competition },
      },
    },
    async (request, reply) => {
      const [view, say] = await Promise.all([loadCompetitionPage(k, request.params.slug), speaker(k, request)]);
      const found = view.competition;
      return open(reply).send({
        ...say({ ...found, openedAt: found.openedAt ?? k.clock.now(), works: view.total }),
        ...{ coOrganisers: found.coOrganisers, approvalNumber: found.approvalNumber },
        ...{ eligibility: found.eligibility, rules: found.rules, cancelReason: found.cancelReason },
        categories: found.categories.map(({ id, position, name, description }) => ({
          ...{ position, name, description },
          works: view.works.get(id) ?? 0,
        })),
        weights: countingStages(found.stages).map(({ id, settings }) => ({ stageId: id, weight: settings.weight })),
        people: view.people.map(({ duty, shownAs }) => ({ duty, name: shownAs })),
      });
    },
  );
}

function worksRoute(app: App, k: Kernel): void {
  const query = z.object({
    category: said(z.coerce.number(wrong).int(wrong).min(0, wrong).max(10_000, wrong).optional(), 'category_filter'),
    after: said(z.coerce.number(wrong).int(wrong).min(0, wrong).max(999_999, wrong).default(0), 'after_number'),
    limit: limit(200, 48),
  });
  const answer = z.object({ data: z.array(work), next: said(z.int().nullable(), 'next_number') });
  app.get(
    '/competitions/:slug/entries',
    { schema: { tags, ...words('works'), params: slug, querystring: query, response: { 200: answer } } },
    async (request, reply) => {
      const found = await publishedCompetition(k, request.params.slug);
      const { category, after, limit } = request.query;
      const only = found.categories.find(({ position }) => position === category);
      const nothing = category !== undefined && !only;
      const filter = { competitionId: found.id, categoryId: only?.id ?? null };
      const rows = nothing ? [] : await galleryPage(k.db, filter, after, limit + 1);
      const shown = rows.slice(0, limit);
      const positions = new Map(found.categories.map(({ id, position }) => [id, position]));
      const site = k.config.publicUrl;
      return open(reply).send({
        data: shown.map(({ number, title, byLine, categoryId, coverFileId, views }) => ({
          ...{ number, title, byLine, views },
          href: `${site}/competitions/${found.slug}/entries/${number}`,
          category: positions.get(categoryId) ?? 0,
          picture: coverFileId && `${site}${fileHref(coverFileId)}`,
        })),
        next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
      });
    },
  );
}

type Said = Pick<
  ListedCompetition,
  'slug' | 'title' | 'summary' | 'format' | 'mode' | 'state' | 'departmentId' | 'openedAt' | 'works'
> & { stages: readonly Stage[] };

/** How a competition reads for a program, its department in the reader's language. */
async function speaker(k: Kernel, request: FastifyRequest) {
  const { locale } = lookOf(request, k.settings.get(citySettings).languages);
  const departments = await departmentBook(k);
  const now = k.clock.now();
  return (row: Said) => ({
    ...{ slug: row.slug, title: row.title, summary: row.summary, format: row.format, mode: row.mode, works: row.works },
    href: `${k.config.publicUrl}/competitions/${row.slug}`,
    // A draft is never shown.
    state: row.state as 'open' | 'final' | 'cancelled',
    organiser: departments.name(row.departmentId, locale),
    openedAt: row.openedAt.toISOString(),
    stages: row.stages.map(({ id, kind, title, startsAt, endsAt, closedAt }) => ({
      ...{ id, kind, title },
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      running: row.state === 'open' && stageTime({ startsAt, endsAt, closedAt }, now) === 'running',
    })),
  });
}

/** Read by pages of other sites too; kept for a moment only: what is taken out is gone from it at once. */
function open(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('vary', 'accept-language')
    .header('cache-control', 'public, max-age=10');
}

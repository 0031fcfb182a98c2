import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import { type Column, csvStream, jsonStream, xlsxStream } from '../../../kernel/export/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate, localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { sendPage, sendPublicPage } from '../../../ui/send-page.tsx';
import { departmentBook, districtBook, requireStaff } from '../../people/index.ts';
import { maySeeOverview } from '../cases.policy.ts';
import { measures, ratesOf } from './figures.rules.ts';
import { loadFigures, type NamedFigures } from './load-figures.ts';
import { loadOverview } from './load-overview.ts';
import { openColumns, openData } from './open-data.ts';
import { OpenDataPage } from './open-data-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { type FiguresQuery, figuresQuery, presetDays } from './period.ts';
import { dimensionPlot, timePlot } from './plots.ts';
import { StatisticsPage } from './statistics-page.tsx';

const format = z.object({ format: z.enum(['csv', 'json', 'xlsx']) });
const days = z.object({
  from: z.string().refine(isLocalDate).optional().catch(undefined),
  until: z.string().refine(isLocalDate).optional().catch(undefined),
});
const limit = { name: 'open-data', points: 30, seconds: 600 };

/** Public figures, their plots and downloads, the open data, and the leaders' overview. */
export function statisticsRoutes(app: App, k: Kernel): void {
  const plotQuery = figuresQuery.extend({ plot: z.enum(['time', 'by']).catch('time'), narrow: z.string().optional() });
  app.get('/statistics', { schema: { querystring: figuresQuery } }, (request, reply) =>
    showFigures(k, request, reply, request.query),
  );
  app.get('/statistics/plot.svg', { schema: { querystring: plotQuery } }, (request, reply) =>
    showPlot(k, request, reply, request.query),
  );
  app.get(
    '/statistics/figures.:format',
    { schema: { params: format, querystring: figuresQuery } },
    async (request, reply) => {
      const { locale } = app.frame.anonymous(request);
      const view = await loadFigures(k, request.query, locale);
      const name = `figures-${view.filter.from}-${view.filter.until}`;
      return download(k, reply, request.params.format, name, figureColumns(view.by), view.rows);
    },
  );
  app.get('/data', (request, reply) => showOpenData(k, request, reply));
  app.get('/data/rounds.:format', { schema: { params: format, querystring: days } }, async (request, reply) => {
    await k.limits.takeForAddress(limit, request);
    const preset = presetDays('all', localDate(k.clock.now(), k.config.TIME_ZONE));
    const { from = preset.from, until = preset.until } = request.query;
    const columns = await openColumns(k, app.frame.anonymous(request).locale);
    return download(k, reply, request.params.format, `cases-${from}-${until}`, columns, openData(k, from, until));
  });
  app.get('/overview', (request, reply) => showOverview(k, request, reply));
}

function showFigures(k: Kernel, request: FastifyRequest, reply: FastifyReply, query: FiguresQuery) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const view = await loadFigures(k, query, ctx.locale);
    const choices = await choicesOf(k, ctx);
    return {
      title: ctx.t('cases.statistics.title'),
      main: h(StatisticsPage, { view, ...choices }),
      tags: ['figures'],
    };
  });
}

type PlotQuery = FiguresQuery & { plot: 'time' | 'by'; narrow?: string | undefined };

async function showPlot(k: Kernel, request: FastifyRequest, reply: FastifyReply, query: PlotQuery) {
  const { locale } = request.server.frame.anonymous(request);
  const page = await k.cache.getOrMake(`${locale} ${request.url}`, async () => {
    const view = await loadFigures(k, query, locale);
    const draw = query.plot === 'time' ? timePlot : dimensionPlot;
    const body = await draw(view, k.i18n.t(locale), query.narrow === '1');
    return { status: 200, type: 'image/svg+xml', body, tags: ['figures'] };
  });
  return sendCached(request, reply, page);
}

function showOpenData(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  return sendPublicPage(k, request, reply, async (ctx) => {
    const columns = await openColumns(k, ctx.locale);
    const period = presetDays('last_30', localDate(k.clock.now(), k.config.TIME_ZONE));
    const keys = columns.map((column) => column.key);
    return {
      title: ctx.t('cases.statistics.open_data'),
      main: h(OpenDataPage, { columns: keys, ...period }),
      tags: ['figures'],
    };
  });
}

async function showOverview(k: Kernel, request: FastifyRequest, reply: FastifyReply) {
  const actor = await requireStaff(k, request);
  if (!maySeeOverview(actor)) fail('kernel.not_allowed');
  return sendPage(request, reply, async (ctx) => ({
    title: ctx.t('cases.statistics.overview.title'),
    staff: { role: [actor.displayName] },
    main: h(OverviewPage, { overview: await loadOverview(k, ctx.locale) }),
  }));
}

async function choicesOf(k: Kernel, ctx: PageContext) {
  const [departments, districts] = await Promise.all([departmentBook(k), districtBook(k)]);
  const choice = (entry: { code: string; name: Parameters<typeof localised>[0] }) => ({
    value: entry.code,
    label: localised(entry.name, ctx.locale),
  });
  return { departments: departments.all.map(choice), districts: districts.all.map(choice) };
}

/** Counts, then each rate's numerator and denominator, so that nobody has to trust a quotient. */
function figureColumns(by: string): Column<NamedFigures>[] {
  const counts = measures.map(
    (measure): Column<NamedFigures> => ({ key: measure, header: measure, value: (row) => row.figures[measure] }),
  );
  const names = ['signed', 'contacted', 'in_time', 'solved', 'satisfied'] as const;
  const rates = names.flatMap((name): Column<NamedFigures>[] => [
    { key: `${name}_numerator`, header: `${name}_numerator`, value: (row) => ratesOf(row.figures)[name].numerator },
    {
      key: `${name}_denominator`,
      header: `${name}_denominator`,
      value: (row) => ratesOf(row.figures)[name].denominator,
    },
  ]);
  return [{ key: by, header: by, value: (row) => row.name }, ...counts, ...rates];
}

function download<Row>(
  k: Kernel,
  reply: FastifyReply,
  kind: 'csv' | 'json' | 'xlsx',
  name: string,
  columns: Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
) {
  const zone = k.config.TIME_ZONE;
  reply.header('content-disposition', `attachment; filename="${name}.${kind}"`).header('cache-control', 'no-store');
  if (kind === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(columns, rows, { zone }));
  if (kind === 'json') return reply.type('application/json; charset=utf-8').send(jsonStream(columns, rows, { zone }));
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return reply.type(type).send(xlsxStream(columns, rows, { zone, sheet: name.slice(0, 31) }));
}

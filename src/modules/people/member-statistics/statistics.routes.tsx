import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Column, csvStream, jsonStream } from '../../../kernel/export/index.ts';
import { type App, sendCached } from '../../../kernel/http/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { sendPublicPage } from '../../../ui/send-page.tsx';
import { districtBook } from '../books.ts';
import { textOf } from '../text-of.ts';
import { daysTaken, figuresOn, type TakenFigures } from './member-figures.queries.ts';
import { MemberStatisticsPage, type NamedCell } from './statistics-page.tsx';
import { type ListName, listNames } from './take-figures.ts';

/** Figures about members for everybody, their plots, and the same as open data. */
export function memberStatisticsRoutes(app: App, k: Kernel): void {
  app.get('/members/statistics', (request, reply) => show(k, request, reply));
  app.get('/members/statistics/plot.svg', (request, reply) => plot(k, request, reply));
  app.get('/members/statistics.csv', (request, reply) => table(k, request, reply, 'csv'));
  app.get('/members/statistics.json', (request, reply) => table(k, request, reply, 'json'));
}

function dayAsked(request: FastifyRequest): string | null {
  const on = textOf(request.query, 'on');
  return isLocalDate(on) ? on : null;
}

/** The cells of each list under the names of a language. */
async function namedLists(
  k: Kernel,
  taken: TakenFigures | undefined,
  locale: Locale,
): Promise<Record<ListName, NamedCell[]>> {
  const t = k.i18n.t(locale);
  const districts = await districtBook(k);
  const none = t('people.member_statistics.not_given');
  // keys: people.register.category.*, people.register.stratum.*, people.organisation.kind.*
  const names: Record<ListName, (key: string) => string> = {
    category: (key) => t(`people.register.category.${key}`),
    stratum: (key) => (key === '' ? none : t(`people.register.stratum.${key}`)),
    district: (key) => districts.name(districts.byCode(key)?.id, locale) || none,
    organisation: (key) =>
      key === '' ? t('people.member_statistics.no_organisation') : t(`people.organisation.kind.${key}`),
    joined: (key) => key,
  };
  return Object.fromEntries(
    listNames.map((list) => [
      list,
      (taken?.figures.lists[list].cells ?? []).map(({ key, count }) => ({ key, name: names[list](key), count })),
    ]),
  ) as Record<ListName, NamedCell[]>;
}

function show(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const on = dayAsked(request);
  return sendPublicPage(k, request, reply, async (ctx) => {
    const taken = (await figuresOn(k.db, on)) ?? (on ? await figuresOn(k.db, null) : undefined);
    return {
      title: ctx.t('people.member_statistics.title'),
      description: ctx.t('people.member_statistics.description'),
      main: (
        <MemberStatisticsPage
          taken={taken}
          days={await daysTaken(k.db)}
          lists={await namedLists(k, taken, ctx.locale)}
        />
      ),
      tags: ['member-figures'],
    };
  });
}

/** The charts' library is loaded with the first plot. */
async function plot(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { locale } = request.server.frame.anonymous(request);
  const asked = textOf(request.query, 'list') as ListName;
  const list = listNames.includes(asked) ? asked : 'category';
  const narrow = textOf(request.query, 'narrow') === '1';
  const on = dayAsked(request);
  const page = await k.cache.getOrMake(`${locale} member-figures ${list} ${on} ${narrow}`, async () => {
    const { barChart } = await import('../../../ui/chart.ts');
    const t = k.i18n.t(locale);
    const cells = (await namedLists(k, await figuresOn(k.db, on), locale))[list].filter(({ count }) => count !== null);
    const shown = narrow ? 8 : 16;
    const short = (name: string) => ([...name].length > shown ? `${[...name].slice(0, shown - 1).join('')}…` : name);
    const body = barChart({
      labels: cells.map(({ name }) => short(name)),
      series: [{ name: t('people.member_statistics.people'), values: cells.map(({ count }) => count) }],
      horizontal: true,
      width: narrow ? 380 : 960,
      height: 90 + 30 * Math.max(cells.length, 1),
    });
    return { status: 200, type: 'image/svg+xml', body, tags: ['member-figures'] };
  });
  return sendCached(request, reply, page);
}

type Row = { list: string; key: string; name: string; measure: string; value: number | null };

const limit = { name: 'people.member_figures', points: 30, seconds: 600 };

/** One line for each figure; an empty value was left out. */
async function table(k: Kernel, request: FastifyRequest, reply: FastifyReply, format: 'csv' | 'json') {
  await k.limits.takeForAddress(limit, request);
  const { locale } = request.server.frame.anonymous(request);
  const taken = await figuresOn(k.db, dayAsked(request));
  const lists = await namedLists(k, taken, locale);
  const figures = taken?.figures;
  const rows: Row[] = figures
    ? [
        { list: 'members', key: 'all', name: '', measure: 'people', value: figures.total },
        ...listNames.flatMap((list) =>
          lists[list].map(({ key, name, count }) => ({ list, key, name, measure: 'people', value: count })),
        ),
        ...figures.years.flatMap(({ year, ...measures }) =>
          Object.entries(measures).map(([measure, value]) => ({
            list: 'years',
            key: year,
            name: year,
            measure,
            value,
          })),
        ),
      ]
    : [];
  const column = (key: keyof Row): Column<Row> => ({ key, header: key, value: (row) => row[key] });
  const columns = [
    { key: 'on_day', header: 'on_day', value: () => taken?.onDay ?? null },
    ...(['list', 'key', 'name', 'measure', 'value'] as const).map(column),
    { key: 'left_out', header: 'left_out', value: (row: Row) => row.value === null },
  ];
  const zone = k.config.TIME_ZONE;
  reply.header('content-disposition', `attachment; filename="members-${taken?.onDay ?? 'none'}.${format}"`);
  if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(columns, rows, { zone }));
  return reply.type('application/json; charset=utf-8').send(jsonStream(columns, rows, { zone }));
}

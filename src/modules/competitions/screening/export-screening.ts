import type { FastifyReply } from 'fastify';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { T } from '../../../ui/page-context.ts';
import type { Competition } from '../competition.queries.ts';
import {
  type DecisionRow,
  lastDecisions,
  type ScreenedEntry,
  type ScreeningFilter,
  screenedEntries,
} from './screening.queries.ts';

const batch = 500;

type Line = ScreenedEntry & { decision: DecisionRow | undefined };

async function* lines(k: Kernel, competition: Competition, filter: ScreeningFilter): AsyncGenerator<Line> {
  for (let after = 0; ; ) {
    const rows: ScreenedEntry[] = await screenedEntries(k.db, competition.id, filter, after, batch);
    const decisions = await lastDecisions(
      k.db,
      rows.map(({ id }) => id),
    );
    for (const row of rows) yield { ...row, decision: decisions.get(row.id) };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.number;
  }
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** What was handed in and what was decided, as a table: no names of accounts, no way to reach anybody. */
export function exportScreening(
  k: Kernel,
  reply: FastifyReply,
  competition: Competition,
  filter: ScreeningFilter,
  format: 'csv' | 'xlsx',
  t: T,
): FastifyReply {
  const zone = k.config.TIME_ZONE;
  const name = `${competition.slug}-screening`;
  const columns: Column<Line>[] = [
    { key: 'number', header: t('competitions.screening.column.number'), value: ({ number }) => number },
    { key: 'title', header: t('competitions.screening.column.entry'), value: ({ title }) => title, width: 30 },
    { key: 'by_line', header: t('competitions.screening.column.by_line'), value: ({ byLine }) => byLine, width: 24 },
    {
      key: 'category',
      header: t('competitions.screening.column.category'),
      value: ({ categoryId }) => competition.categories.find(({ id }) => id === categoryId)?.name,
    },
    {
      key: 'way',
      header: t('competitions.screening.column.way'),
      value: ({ way }) => t(`competitions.way.${way}`),
    },
    {
      key: 'handed_in',
      header: t('competitions.screening.column.handed_in'),
      value: ({ submittedAt }) => submittedAt,
      width: 20,
    },
    {
      key: 'late',
      header: t('competitions.screening.late'),
      value: ({ late }) => (late ? t('competitions.screening.yes') : ''),
    },
    {
      key: 'state',
      header: t('competitions.screening.column.state'),
      value: ({ state }) => t(`competitions.entry_state.${state}`),
    },
    {
      key: 'ground',
      header: t('competitions.screening.ground'),
      value: ({ decision }) => decision?.ground && t(`competitions.screening.ground.${decision.ground}`),
    },
    { key: 'words', header: t('competitions.screening.words'), value: ({ decision }) => decision?.words, width: 40 },
  ];
  const rows = lines(k, competition, filter);
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(types[format])
    .send(
      format === 'csv' ? csvStream(columns, rows, { zone }) : xlsxStream(columns, rows, { zone, sheet: 'screening' }),
    );
}

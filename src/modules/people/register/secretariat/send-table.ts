import type { FastifyReply } from 'fastify';
import { type Column, csvStream, type Rows, xlsxStream } from '../../../../kernel/export/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

export const tableKinds = ['csv', 'xlsx'] as const;
export type TableKind = (typeof tableKinds)[number];

/** Sends rows as a table to take away: CSV or XLSX, never kept in between. */
export function sendTable<Row>(
  k: Kernel,
  reply: FastifyReply,
  kind: TableKind,
  name: string,
  columns: readonly Column<Row>[],
  rows: Rows<Row>,
): FastifyReply {
  const zone = k.config.TIME_ZONE;
  reply
    .header('content-disposition', `attachment; filename="${name}.${kind}"`)
    .header('cache-control', 'private, no-store');
  if (kind === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(columns, rows, { zone }));
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return reply.type(type).send(xlsxStream(columns, rows, { zone, sheet: name.slice(0, 31) }));
}

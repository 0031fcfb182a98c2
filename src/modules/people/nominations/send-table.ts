import type { FastifyReply } from 'fastify';
import { csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

/** Sends an export as a file. */
export function sendTable<Row>(
  k: Kernel,
  reply: FastifyReply,
  table: {
    name: string;
    format: 'csv' | 'xlsx';
    columns: Parameters<typeof csvStream<Row>>[0];
    rows: Iterable<Row> | AsyncIterable<Row>;
    sheet: string;
  },
): FastifyReply {
  const { name, format, columns, rows, sheet } = table;
  const zone = k.config.TIME_ZONE;
  const type =
    format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('cache-control', 'private, no-store')
    .send(format === 'csv' ? csvStream(columns, rows, { zone }) : xlsxStream(columns, rows, { zone, sheet }));
}

import type { FastifyReply } from 'fastify';
import { type Column, csvStream, type Rows, xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';

/** A document made for one person: never cached, never shown within the site. */
export function sendPdf(reply: FastifyReply, pdf: Buffer, name: string): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.pdf"`)
    .type('application/pdf')
    .send(pdf);
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A list as CSV or XLSX, streamed. */
export function sendTable<Row>(
  k: Kernel,
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
  name: string,
  columns: readonly Column<Row>[],
  rows: Rows<Row>,
): FastifyReply {
  const zone = k.config.TIME_ZONE;
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .type(types[format])
    .send(format === 'csv' ? csvStream(columns, rows, { zone }) : xlsxStream(columns, rows, { zone, sheet: name }));
}

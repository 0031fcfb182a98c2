import type { Readable } from 'node:stream';
import { localIso } from '../time/index.ts';
import { batches, byteStream } from './batches.ts';
import type { Column, ExportValue, Rows } from './column.ts';

export type JsonOptions = {
  /** Zone of the offset that dates are written with: `2026-11-08T21:14:00+08:00`. */
  zone: string;
  /** One object a line (NDJSON) instead of one array. */
  lines?: boolean;
};

/**
 * Rows as JSON objects with the columns' keys, as they are asked for, one row in memory at a time. Empty values are null.
 * When reading the rows fails, the stream is destroyed with that error, so that half an array is not taken for a whole.
 */
export function jsonStream<Row>(columns: readonly Column<Row>[], rows: Rows<Row>, options: JsonOptions): Readable {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const text of batches(objects(columns, rows, options))) yield Buffer.from(text);
  }
  return byteStream(bytes());
}

async function* objects<Row>(
  columns: readonly Column<Row>[],
  rows: Rows<Row>,
  { zone, lines = false }: JsonOptions,
): AsyncGenerator<string> {
  const write = (row: Row) =>
    JSON.stringify(Object.fromEntries(columns.map(({ key, value }) => [key, plain(value(row), zone)])));
  if (lines) {
    for await (const row of rows) yield `${write(row)}\n`;
    return;
  }
  let before = '[\n';
  for await (const row of rows) {
    yield before + write(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function plain(value: ExportValue, zone: string): string | number | boolean | null {
  if (value instanceof Date) return localIso(value, zone);
  return value ?? null;
}

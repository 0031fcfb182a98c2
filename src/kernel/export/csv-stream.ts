import type { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { batches, byteStream } from './batches.ts';
import { type Column, type ExportValue, plainDate, type Rows } from './column.ts';

export type CsvOptions = {
  /** Zone in which dates are written. */
  zone: string;
  /** `gb18030` for programs that cannot read UTF-8 (default `utf-8`). */
  encoding?: 'utf-8' | 'gb18030';
  /** The mark by which Excel knows UTF-8 (default true); GB18030 has none. */
  bom?: boolean;
};

/**
 * A CSV as it is asked for, one row in memory at a time: RFC 4180, lines ended by CRLF. A text that a spreadsheet program
 * would run as a formula gets an apostrophe before it; a negative number does not. When reading the rows fails, the
 * stream is destroyed with that error.
 */
export function csvStream<Row>(columns: readonly Column<Row>[], rows: Rows<Row>, options: CsvOptions): Readable {
  const { encoding = 'utf-8', bom = true } = options;
  const encode = (text: string) => (encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text));
  async function* bytes(): AsyncGenerator<Uint8Array> {
    if (bom && encoding === 'utf-8') yield Buffer.from('\uFEFF');
    for await (const text of batches(lines(columns, rows, options.zone))) yield encode(text);
  }
  return byteStream(bytes());
}

async function* lines<Row>(columns: readonly Column<Row>[], rows: Rows<Row>, zone: string): AsyncGenerator<string> {
  yield csvLine(columns.map(({ header }) => field(header, zone)));
  for await (const row of rows) yield csvLine(columns.map(({ value }) => field(value(row), zone)));
}

const csvLine = (fields: string[]): string => `${fields.join(',')}\r\n`;

/** What spreadsheet programs run, in its full-width forms too, and characters that they drop before they look. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEGATIVE_NUMBER = /^-\d+(\.\d+)?%?$/;

function field(value: ExportValue, zone: string): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return plainDate(value, zone);
  if (typeof value !== 'string') return String(value);
  const text = value.toWellFormed();
  const safe = FORMULA.test(text) && !NEGATIVE_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

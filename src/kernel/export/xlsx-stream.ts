import type { Readable } from 'node:stream';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { localIso } from '../time/index.ts';
import { batches, byteStream } from './batches.ts';
import type { Column, ExportValue, Rows } from './column.ts';
import { columnName, workbookParts, worksheetEnd, worksheetStart } from './xlsx-parts.ts';

export type XlsxOptions = {
  /** Zone by whose wall clock dates are shown. */
  zone: string;
  /** Name of the sheet; characters that Excel does not allow are left out. */
  sheet: string;
  /** Rows on a sheet, headings included, before the next sheet begins (default as many as Excel takes: 1,048,576). */
  rowsPerSheet?: number;
};

const EXCEL_ROWS = 1_048_576;
/** Excel refuses a file with a longer text in a cell. */
const LONGEST_TEXT = 32_767;
const DAY_MS = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);
/** A fixed date, so that the same rows make the same file. */
const WRITTEN_AT = new Date(1980, 0, 1);

/**
 * An XLSX as it is asked for, one row in memory at a time: headings bold and fixed, numbers and dates as such, texts as
 * texts (nothing in one is ever a formula). Rows beyond what a sheet holds go on to the next. When reading the rows
 * fails, the stream is destroyed with that error.
 */
export function xlsxStream<Row>(columns: readonly Column<Row>[], rows: Rows<Row>, options: XlsxOptions): Readable {
  return byteStream(archive(parts(columns, rows, options)));
}

/** A piece of a part of the archive, `last` when the part ends with it. */
type Piece = { part: string; text: string; last: boolean };

async function* archive(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    if (data.length > 0) ready.push(data);
  });
  let part: ZipDeflate | undefined;
  for await (const { part: name, text, last } of pieces) {
    if (part === undefined) {
      part = new ZipDeflate(name, { level: 4 });
      part.mtime = WRITTEN_AT;
      zip.add(part);
    }
    part.push(strToU8(text), last);
    if (last) part = undefined;
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

async function* parts<Row>(
  columns: readonly Column<Row>[],
  rows: Rows<Row>,
  options: XlsxOptions,
): AsyncGenerator<Piece> {
  const source = rowsOf(rows);
  const headings = columns.map(({ header }) => header);
  const widths = columns.map(({ width = 16 }) => width);
  const sheets: string[] = [];
  let next = await source.next();
  try {
    do {
      const part = `xl/worksheets/sheet${sheets.length + 1}.xml`;
      sheets.push(sheetName(options.sheet, sheets.length + 1));
      async function* lines(): AsyncGenerator<string> {
        yield worksheetStart(widths) + line(headings, { number: 1, style: 1, zone: options.zone });
        for (let number = 2; !next.done && number <= (options.rowsPerSheet ?? EXCEL_ROWS); number += 1) {
          const row = next.value;
          yield line(
            columns.map(({ value }) => value(row)),
            { number, style: 0, zone: options.zone },
          );
          next = await source.next();
        }
      }
      for await (const text of batches(lines())) yield { part, text, last: false };
      yield { part, text: worksheetEnd, last: true };
    } while (!next.done);
  } finally {
    await source.return(undefined);
  }
  for (const [part, text] of workbookParts(sheets)) yield { part, text, last: true };
}

async function* rowsOf<Row>(rows: Rows<Row>): AsyncGenerator<Row> {
  yield* rows;
}

type LineOptions = { number: number; style: number; zone: string };

/** One row of a worksheet; `style` is that of its texts. */
export function line(values: ExportValue[], { number, style, zone }: LineOptions): string {
  return `<row r="${number}">${values.map((value, column) => cell(value, `${columnName(column)}${number}`, { style, zone })).join('')}</row>`;
}

function cell(value: ExportValue, ref: string, { style, zone }: Omit<LineOptions, 'number'>): string {
  if (value === null || value === undefined || value === '') return '';
  if (value instanceof Date) return `<c r="${ref}" s="2"><v>${serial(value, zone)}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${ref}"><v>${value}</v></c>`;
  return `<c r="${ref}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escapeText(String(value))}</t></is></c>`;
}

/** The wall clock as days since 1899-12-30, which is how a spreadsheet keeps a date. */
function serial(at: Date, zone: string): number {
  return (Date.parse(`${localIso(at, zone).slice(0, 19)}Z`) - EPOCH) / DAY_MS;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeText(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  return (
    short
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // Excel reads _x000D_ as the character of that number, so the text `_x000D_` must say that it is none.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them in any form.
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replace(/[&<>]/g, (character) => ENTITIES[character]!)
  );
}

/** At most 31 characters, none of `[]:*?/\`, no apostrophe at either end; the number stands behind from the second on. */
export function sheetName(name: string, number: number): string {
  const suffix = number === 1 ? '' : ` (${number})`;
  const plain = name
    .toWellFormed()
    .replace(/[[\]:*?/\\\p{Cc}]/gu, '')
    .slice(0, 31 - suffix.length);
  return (plain.replace(/^'+|'+$/g, '').trim() || 'Sheet') + suffix;
}

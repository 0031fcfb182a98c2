import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError, fail } from '../errors/index.ts';
import type { Encoding, RawRow } from './table.ts';

const SLICE_BYTES = 64 * 1024;
/** A record longer than this has lost a quotation mark. */
const RECORD_LIMIT_BYTES = 1024 * 1024;
/** Lines by which the delimiter is recognised. */
const SAMPLE_LINES = 20;

export const delimiters = [',', '\t', ';'] as const;
export type Delimiter = (typeof delimiters)[number];

/**
 * The encoding of a text: its byte order mark; UTF-8 if all of it is; GB18030 if that can be read. UTF-8 cannot be met by
 * chance, GB18030 can (a Big5 text mostly passes), so who knows better says so. Throws `sheets.encoding_unknown`,
 * or `sheets.not_a_table` for what is no text.
 */
export function detectEncoding(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes.subarray(0, SLICE_BYTES).includes(0)) fail('sheets.not_a_table');
  if (isUtf8(bytes)) return 'utf-8';
  try {
    for (const _ of decode(bytes, 'gb18030'));
    return 'gb18030';
  } catch {
    return fail('sheets.encoding_unknown');
  }
}

/** Decodes in slices; a byte order mark is dropped. Throws `sheets.encoding_unknown` where it is not in that encoding. */
function* decode(bytes: Buffer, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      yield decoder.decode(bytes.subarray(at, at + SLICE_BYTES), { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) fail('sheets.encoding_unknown');
    throw error;
  }
}

/** The delimiter that divides the first lines most often, in the most lines; a comma where none does. */
export function detectDelimiter(bytes: Buffer, encoding: Encoding): Delimiter {
  const sample = decode(bytes, encoding).next().value ?? '';
  const scores = delimiters.map((delimiter) => {
    const counts = countPerLine(sample, delimiter);
    return { delimiter, lines: counts.filter((count) => count > 0).length, most: Math.max(0, ...counts) };
  });
  return scores.sort((a, b) => b.lines - a.lines || b.most - a.most)[0]!.delimiter;
}

/** Delimiters in each of the first lines, those between quotation marks not counted. */
function countPerLine(text: string, delimiter: string): number[] {
  const counts = [0];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === delimiter) counts[counts.length - 1]! += 1;
    else if (character === '\n' && counts.push(0) > SAMPLE_LINES) break;
  }
  return counts;
}

/** Records with anything in them, as they are asked for. Throws `sheets.quote_not_closed` with its line. */
export async function* csvRows(bytes: Buffer, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<RawRow> {
  const parser = Readable.from(decode(bytes, encoding)).compose(
    parse({
      delimiter,
      // Files put together from several have line ends of more than one kind.
      record_delimiter: ['\r\n', '\n', '\r'],
      // Quotation marks inside a text without any around it are people's own.
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: RECORD_LIMIT_BYTES,
    }),
  );
  let line = 1;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const cells = record.map((cell) => (cell.trim() === '' ? null : cell));
      if (cells.some((cell) => cell !== null)) yield { line, cells, problems: [] };
      line += record.reduce((lines, cell) => lines + lineBreaks(cell), 1);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof CsvError) fail('sheets.quote_not_closed', { line });
    throw error;
  } finally {
    parser.destroy();
  }
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

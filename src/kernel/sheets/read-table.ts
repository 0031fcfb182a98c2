import { open, readFile } from 'node:fs/promises';
import { fail } from '../errors/index.ts';
import { csvRows, detectDelimiter, detectEncoding } from './csv-rows.ts';
import { type Headings, readHeadings, toRow } from './headings.ts';
import { LIMIT_MB, type RawRow, type ReadTableOptions, type Table, type TableRow } from './table.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { xlsxRows } from './xlsx-rows.ts';
import { readMerges, readWorkbook } from './xlsx-workbook.ts';

const LIMIT_BYTES = LIMIT_MB * 1024 * 1024;
const ZIP = 'PK\u0003\u0004';
const OLE = '\u00d0\u00cf\u0011\u00e0';

/**
 * Opens a table that somebody gave us, XLSX or CSV (told by content, not by name), reads its headings, and gives its rows
 * as they are asked for. At most 50 MB. Memory: an XLSX's texts or a CSV's bytes, not its rows.
 * Throws AppError `sheets.*` for what cannot be read at all; what is wrong with a line is told with the line.
 */
export async function readTable(file: Uint8Array | string, options: ReadTableOptions = {}): Promise<Table> {
  const start = (await firstBytes(file)).toString('latin1');
  if (start === OLE) fail('sheets.old_or_locked');
  return start === ZIP ? readXlsx(file, options) : readCsv(file, options);
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function firstBytes(file: Uint8Array | string): Promise<Buffer> {
  if (typeof file !== 'string') {
    if (file.byteLength > LIMIT_BYTES) fail('sheets.too_large', { limit_mb: LIMIT_MB });
    return asBuffer(file).subarray(0, 4);
  }
  await using handle = await open(file);
  if ((await handle.stat()).size > LIMIT_BYTES) fail('sheets.too_large', { limit_mb: LIMIT_MB });
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.subarray(0, bytesRead);
}

async function readXlsx(file: Uint8Array | string, options: ReadTableOptions): Promise<Table> {
  const { zone = 'Asia/Shanghai', headerLine } = options;
  const source = await XlsxPackage.open(typeof file === 'string' ? file : asBuffer(file));
  const close = async () => source.close();
  try {
    const workbook = await readWorkbook(source);
    const sheets = workbook.sheets.map(({ name }) => name);
    const chosen =
      options.sheet === undefined
        ? (workbook.sheets.find(({ hidden }) => !hidden) ?? workbook.sheets[0])
        : workbook.sheets.find(({ name }) => name === options.sheet);
    if (chosen === undefined) fail('sheets.no_such_sheet', { sheet: options.sheet ?? '', sheets: sheets.join('、') });
    const merges = await readMerges(source, chosen.part);
    const sheet = chosen.name;
    const raw = xlsxRows({ file: source, part: chosen.part, sheet, workbook, merges, zone });
    const headings = await readHeadings(raw, { sheet, merges, headerLine, zone });
    return { format: 'xlsx', sheet, sheets, encoding: null, delimiter: null, ...table(headings, false, close) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readCsv(file: Uint8Array | string, options: ReadTableOptions): Promise<Table> {
  const { zone = 'Asia/Shanghai', headerLine } = options;
  const bytes = typeof file === 'string' ? await readFile(file) : asBuffer(file);
  const encoding = options.encoding ?? detectEncoding(bytes);
  const delimiter = options.delimiter ?? detectDelimiter(bytes, encoding);
  const raw: AsyncGenerator<RawRow> = csvRows(bytes, encoding, delimiter);
  const headings = await readHeadings(raw, { sheet: null, merges: [], headerLine, zone });
  return { format: 'csv', sheet: null, sheets: [], encoding, delimiter, ...table(headings, true, async () => {}) };
}

function table(headings: Headings, ragged: boolean, close: () => Promise<void>) {
  async function* rows(): AsyncGenerator<TableRow> {
    try {
      for await (const raw of headings.body) yield toRow(raw, headings, ragged);
    } finally {
      await close();
    }
  }
  const { headers, headerLine } = headings;
  return { headers, headerLine, rows: rows(), close };
}

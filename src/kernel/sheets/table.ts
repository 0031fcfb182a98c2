import { declareErrors } from '../errors/index.ts';

declareErrors({
  /** `limit_mb` */
  'sheets.too_large': 413,
  /** Neither a workbook nor text. */
  'sheets.not_a_table': 415,
  /** An .xls of before 2007, or a workbook with a password: from outside they look the same. */
  'sheets.old_or_locked': 415,
  /** `reason`, in English, as the reader of the file found it. */
  'sheets.broken': 422,
  /** `sheet` asked for, `sheets` there are. */
  'sheets.no_such_sheet': 422,
  /** No row with anything in it. */
  'sheets.empty': 422,
  /** `line` that was said to hold the headings and does not. */
  'sheets.no_header': 422,
  /** `line`, `limit` */
  'sheets.too_many_columns': 422,
  /** `limit` */
  'sheets.too_many_rows': 413,
  /** A form without a file. */
  'sheets.no_file': 422,
  'sheets.encoding_unknown': 422,
  /** `line` at which a record begins that has a quotation mark without its other half, or never ends. */
  'sheets.quote_not_closed': 422,
});

/** What a cell holds. A date is an instant: the wall-clock time of the cell in the zone asked for. */
export type CellValue = string | number | Date;

export type TableProblem = {
  /**
   * `sheets.extra_cells` more cells than headings, `sheets.missing_cells` fewer (both with `expected` and `found`);
   * `sheets.cell_error` the cell shows an error like `#N/A` (`value`); `sheets.cell_unreadable` (`value`).
   */
  code: 'sheets.extra_cells' | 'sheets.missing_cells' | 'sheets.cell_error' | 'sheets.cell_unreadable';
  /** `A`, `AB`; absent where it is about the whole line. */
  column?: string;
  params: Record<string, string | number>;
};

export type TableRow = {
  /** Line in the file as a person counts it, from 1; of a record over several lines the first. */
  line: number;
  /** By heading; cells that are empty or blank are left out. No prototype, so any heading is safe. */
  cells: Record<string, CellValue>;
  /** What is wrong with the line; what could be read of it is in `cells` all the same. */
  problems: TableProblem[];
};

export type Table = {
  format: 'xlsx' | 'csv';
  /** Name of the sheet that is read, and of all there are; null and empty for CSV. */
  sheet: string | null;
  sheets: string[];
  /** How a CSV was understood; null for XLSX. */
  encoding: Encoding | null;
  delimiter: string | null;
  /** In the order of the file, each one different: a second `电话` is `电话 (2)`, a column without a heading `[C]`. */
  headers: string[];
  /** The line of the headings; of headings in several lines the last. */
  headerLine: number;
  /**
   * The rows with anything in them, read as they are asked for; once only. Throws AppError `sheets.*` where the file
   * cannot be read on.
   */
  rows: AsyncIterable<TableRow>;
  /** Lets go of the file. Reading to the end does so by itself. */
  close(): Promise<void>;
};

export type Encoding = 'utf-8' | 'gb18030' | 'big5' | 'utf-16le';

export type ReadTableOptions = {
  /** Name of the sheet (XLSX); the first visible one if not given. */
  sheet?: string;
  /** Encoding of a CSV; recognised if not given. */
  encoding?: Encoding;
  /** `,` `;` or a tab; recognised if not given. */
  delimiter?: ',' | ';' | '\t';
  /** Line of the headings; recognised if not given. */
  headerLine?: number;
  /** Zone of the dates in cells (default Asia/Shanghai). */
  zone?: string;
};

export const LIMIT_MB = 50;
export const MOST_COLUMNS = 1000;

/** A line before headings are known. `line` from 1; a place in `cells` is a column. */
export type RawRow = { line: number; cells: (CellValue | null)[]; problems: TableProblem[] };

/** Cells that belong together: lines from 1, columns from 0, all inclusive. */
export type Merge = { top: number; left: number; bottom: number; right: number };

/** `A`, `Z`, `AA` for 0, 25, 26. */
export function columnName(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : columnName(Math.floor(column / 26) - 1) + rest;
}

export function isBlank(value: CellValue | null | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

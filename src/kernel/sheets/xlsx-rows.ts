import { fail } from '../errors/index.ts';
import { serialToDate, wholeSeconds } from './moment.ts';
import { type CellValue, columnName, type Merge, type RawRow } from './table.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import { columnIndex, textReader, unescapeText, type Workbook } from './xlsx-workbook.ts';
import { readXml, type XmlHandlers } from './xml.ts';

const MOST_COLUMNS = 16_384;
/** Days to 9999-12-31. */
const LAST_SERIAL = 2_958_466;

export type SheetSource = {
  file: XlsxPackage;
  part: string;
  sheet: string;
  workbook: Workbook;
  merges: Merge[];
  zone: string;
};

/** The rows of a sheet that hold anything, as they are asked for. Merged cells below the first line of theirs have its value. */
export async function* xlsxRows(source: SheetSource): AsyncGenerator<RawRow> {
  const rows: RawRow[] = [];
  const fill = filler(source.merges);
  const handlers = rowHandlers(source, (row) => {
    if (row.problems.length === 0 && row.cells.every((cell) => cell === null)) return;
    fill(row);
    rows.push(row);
  });
  for await (const _ of readXml(source.file.stream(source.part, { inMemory: false }), handlers)) {
    yield* rows;
    rows.length = 0;
  }
}

/** Cells merged over several lines are written in the first only, and meant in all. */
function filler(merges: Merge[]): (row: RawRow) => void {
  const tall = merges.filter(({ top, bottom }) => bottom > top).sort((a, b) => a.top - b.top);
  let next = 0;
  let open: { merge: Merge; value: CellValue | null }[] = [];
  return (row) => {
    open = open.filter(({ merge }) => merge.bottom >= row.line);
    for (const { merge, value } of open) {
      if (value === null || (row.cells[merge.left] ?? null) !== null) continue;
      while (row.cells.length <= merge.left) row.cells.push(null);
      row.cells[merge.left] = value;
    }
    for (let merge = tall[next]; merge !== undefined && merge.top <= row.line; merge = tall[next]) {
      if (merge.top === row.line) open.push({ merge, value: row.cells[merge.left] ?? null });
      next += 1;
    }
  };
}

type Cell = { column: number; type: string; style: number; value: string | null; formula: boolean };

function rowHandlers(source: SheetSource, emit: (row: RawRow) => void): XmlHandlers {
  let row: RawRow | null = null;
  let cell: Cell | null = null;
  let inValue = false;
  let line = 0;
  const inline = textReader();
  return {
    open(tag, attributes) {
      if (tag === 'row') {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        row = { line, cells: [], problems: [] };
      } else if (tag === 'c' && row !== null) {
        cell = startCell(attributes, row);
      } else if (tag === 'f' && cell !== null) cell.formula = true;
      else if (tag === 'v') inValue = cell !== null;
      else inline.open(tag);
    },
    text(part) {
      if (inValue && cell !== null) cell.value = (cell.value ?? '') + part;
      else inline.text(part);
    },
    close(tag) {
      inline.close(tag);
      if (tag === 'v') inValue = false;
      if (tag === 'c' && cell !== null && row !== null) {
        if (cell.type === 'inlineStr') cell.value = inline.take();
        place(cell, row, source);
        cell = null;
      }
      if (tag === 'row' && row !== null) {
        emit(row);
        row = null;
      }
    },
  };
}

function startCell({ r = '', t = 'n', s = '0' }: Record<string, string>, row: RawRow): Cell {
  const letters = /^[A-Z]{1,3}/.exec(r)?.[0];
  const column = letters === undefined ? row.cells.length : columnIndex(letters);
  if (column >= MOST_COLUMNS) fail('sheets.too_many_columns', { line: row.line, limit: MOST_COLUMNS });
  return { column, type: t, style: Number(s), value: null, formula: false };
}

function place(cell: Cell, row: RawRow, source: SheetSource): void {
  while (row.cells.length <= cell.column) row.cells.push(null);
  const value = read(cell, source);
  if (!(value instanceof Problem)) row.cells[cell.column] = value;
  else row.problems.push({ code: value.code, column: columnName(cell.column), params: { value: value.text } });
}

class Problem {
  readonly code: 'sheets.cell_error' | 'sheets.cell_unreadable';
  readonly text: string;
  constructor(code: Problem['code'], text: string) {
    this.code = code;
    this.text = text;
  }
}

function read({ type, style, value, formula }: Cell, { workbook, zone }: SheetSource): CellValue | null | Problem {
  if (value === null || value === '')
    return formula && value === null ? new Problem('sheets.cell_unreadable', '=') : null;
  switch (type) {
    case 's': {
      const text = workbook.texts[Number(value)];
      return text === undefined ? new Problem('sheets.cell_unreadable', value) : blankAsNull(text);
    }
    case 'str':
      return blankAsNull(unescapeText(value));
    case 'inlineStr':
      return blankAsNull(value);
    case 'b':
      return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
    case 'e':
      return new Problem('sheets.cell_error', value);
    case 'd':
      return value;
    default: {
      const number = Number(value);
      if (!Number.isFinite(number)) return new Problem('sheets.cell_unreadable', value);
      return shown(number, workbook.styles[style] ?? 'number', { zone, from1904: workbook.from1904 });
    }
  }
}

function shown(
  value: number,
  kind: Workbook['styles'][number],
  options: { zone: string; from1904: boolean },
): CellValue {
  if (kind === 'number' || value < 0 || value >= LAST_SERIAL) return value;
  if (kind === 'date' || value >= 1) return serialToDate(value, options);
  const time = new Date(wholeSeconds(value) * 1000).toISOString();
  return time.slice(17, 19) === '00' ? time.slice(11, 16) : time.slice(11, 19);
}

function blankAsNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}

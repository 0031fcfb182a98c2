import { fail } from '../errors/index.ts';
import { localDate } from '../time/index.ts';
import { columnName, isBlank, type Merge, MOST_COLUMNS, type RawRow, type TableRow } from './table.ts';

export type Headings = {
  headers: string[];
  headerLine: number;
  /** Cells a line is written with, blank ones after the last heading included. */
  width: number;
  /** The rows below, those already looked at and those to come. */
  body: AsyncGenerator<RawRow>;
};

export type HeadingsOptions = { sheet: string | null; merges: Merge[]; headerLine?: number; zone: string };

/** Titles above a table, and lines of headings, are few. */
const MOST_TITLES = 10;
const MOST_HEADING_LINES = 4;

/**
 * Finds the headings: the first line with more than one cell filled in, titles above it passed over; with the lines that
 * merged cells make part of it, `联系人 / 电话`.
 */
export async function readHeadings(rows: AsyncGenerator<RawRow>, options: HeadingsOptions): Promise<Headings> {
  const ahead: RawRow[] = [];
  /** The n-th row that follows, looked at without being taken. */
  const peek = async (n: number): Promise<RawRow | undefined> => {
    while (ahead.length <= n) {
      const next = await rows.next();
      if (next.done) return undefined;
      ahead.push(next.value);
    }
    return ahead[n];
  };
  await skipToHeadings(ahead, peek, options);
  const first = ahead[0]!;
  const bottom = await lastHeadingLine(first, options.merges, () => peek(1));
  const block = [ahead.shift()!];
  for (let next = await peek(0); next !== undefined && next.line <= bottom; next = await peek(0)) {
    block.push(ahead.shift()!);
  }
  return {
    headers: nameColumns(block, options),
    headerLine: block.at(-1)!.line,
    width: first.cells.length,
    body: body(ahead, rows),
  };
}

async function* body(ahead: RawRow[], rows: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  try {
    yield* ahead;
    yield* rows;
  } finally {
    await rows.return(undefined);
  }
}

type Peek = (n: number) => Promise<RawRow | undefined>;

const filled = (row: RawRow): number => row.cells.filter((cell) => !isBlank(cell)).length;

async function skipToHeadings(ahead: RawRow[], peek: Peek, { headerLine }: HeadingsOptions): Promise<void> {
  for (let titles = 0; ; titles += 1) {
    const row = await peek(0);
    if (headerLine !== undefined) {
      if (row === undefined || row.line > headerLine) fail('sheets.no_header', { line: headerLine });
      if (row.line === headerLine) return;
    } else {
      if (row === undefined) fail('sheets.empty');
      const below = filled(row) === 1 && titles < MOST_TITLES ? await peek(1) : undefined;
      if (below === undefined || filled(below) === 1) return;
    }
    ahead.shift();
  }
}

/** Headings go on for as long as merged cells reach, and one line below a merged one whose parts are named there. */
async function lastHeadingLine(
  first: RawRow,
  merges: Merge[],
  next: () => Promise<RawRow | undefined>,
): Promise<number> {
  let bottom = first.line;
  for (let grown = true; grown; ) {
    const reach = merges.filter((merge) => merge.top >= first.line && merge.top <= bottom && merge.bottom > bottom);
    grown = reach.length > 0;
    bottom = Math.min(Math.max(bottom, ...reach.map((merge) => merge.bottom)), first.line + MOST_HEADING_LINES - 1);
    if (bottom === first.line + MOST_HEADING_LINES - 1) break;
  }
  const groups = merges.filter((merge) => merge.top === first.line && merge.bottom === first.line);
  const below = bottom === first.line && groups.length > 0 ? await next() : undefined;
  return below !== undefined && namesParts(below, groups) ? below.line : bottom;
}

/** Whether a line has a text under every column of the groups, and nothing else. */
function namesParts({ cells }: RawRow, groups: Merge[]): boolean {
  const inGroup = (column: number) => groups.some(({ left, right }) => column >= left && column <= right);
  const width = Math.max(cells.length, ...groups.map(({ right }) => right + 1));
  return Array.from({ length: width }, (_, column) => cells[column]).every((cell, column) =>
    inGroup(column) ? typeof cell === 'string' && !isBlank(cell) : isBlank(cell),
  );
}

function nameColumns(block: RawRow[], { merges, zone }: HeadingsOptions): string[] {
  const line = block[0]!.line;
  if (Math.max(...block.map((row) => row.cells.length)) > MOST_COLUMNS) {
    fail('sheets.too_many_columns', { line, limit: MOST_COLUMNS });
  }
  const width = Math.max(...block.map((row) => 1 + row.cells.findLastIndex((cell) => !isBlank(cell))));
  const names = Array.from({ length: width }, (_, column) => {
    const parts = block.map((row) => heading(row.cells[column] ?? inherited(block, merges, row.line, column), zone));
    return parts.filter((part, index) => part !== '' && part !== parts[index - 1]).join(' / ');
  });
  const taken = new Map<string, number>();
  return names.map((name, column) => {
    const plain = name === '' ? `[${columnName(column)}]` : name;
    const times = (taken.get(plain) ?? 0) + 1;
    taken.set(plain, times);
    return times === 1 ? plain : `${plain} (${times})`;
  });
}

/** In headings of several lines an empty cell has the value of the merged one it is part of. */
function inherited(block: RawRow[], merges: Merge[], line: number, column: number): RawRow['cells'][number] {
  if (block.length === 1) return null;
  const merge = merges.find((m) => m.top <= line && line <= m.bottom && m.left <= column && column <= m.right);
  const origin = merge && block.find((row) => row.line === merge.top);
  return origin?.cells[merge!.left] ?? null;
}

function heading(cell: RawRow['cells'][number] | undefined, zone: string): string {
  if (cell === null || cell === undefined) return '';
  const text = cell instanceof Date ? localDate(cell, zone) : String(cell);
  return text
    .replace(/[\u200B-\u200D\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Puts a line's cells under their headings. `ragged`: fewer cells than headings is a problem too (CSV). */
export function toRow(raw: RawRow, { headers, width }: Headings, ragged: boolean): TableRow {
  const cells: TableRow['cells'] = Object.create(null);
  const problems = [...raw.problems];
  const found = 1 + raw.cells.findLastIndex((cell) => !isBlank(cell));
  if (found > headers.length)
    problems.push({ code: 'sheets.extra_cells', params: { expected: headers.length, found } });
  if (ragged && raw.cells.length < Math.min(width, headers.length)) {
    problems.push({ code: 'sheets.missing_cells', params: { expected: headers.length, found: raw.cells.length } });
  }
  for (const [column, header] of headers.entries()) {
    const value = raw.cells[column];
    if (!isBlank(value)) cells[header] = value!;
  }
  return { line: raw.line, cells, problems };
}

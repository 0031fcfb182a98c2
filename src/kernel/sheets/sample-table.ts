import { readTable } from './read-table.ts';
import { cellText } from './recognise-columns.ts';
import type { TableRow } from './table.ts';

/** A row as text, to be looked at. */
export type TextRow = { line: number; cells: Record<string, string> };

function textRow(row: TableRow): TextRow {
  const cells = Object.entries(row.cells).map(([header, value]) => [header, cellText(value)] as const);
  return { line: row.line, cells: Object.fromEntries(cells) };
}

/** Headings and the first rows. @throws AppError sheets.* */
export async function sampleTable(
  file: Uint8Array | string,
  zone: string,
  most: number,
): Promise<{ headers: string[]; rows: TextRow[] }> {
  const table = await readTable(file, { zone });
  const rows: TextRow[] = [];
  try {
    if (most > 0)
      for await (const row of table.rows) {
        rows.push(textRow(row));
        if (rows.length >= most) break;
      }
    return { headers: table.headers, rows };
  } finally {
    await table.close();
  }
}

/** Only the rows of these lines, one after the other. @throws AppError sheets.* */
export async function* rowsOfLines(
  file: Uint8Array | string,
  zone: string,
  lines: ReadonlySet<number>,
): AsyncGenerator<TextRow> {
  const table = await readTable(file, { zone });
  try {
    for await (const row of table.rows) if (lines.has(row.line)) yield textRow(row);
  } finally {
    await table.close();
  }
}

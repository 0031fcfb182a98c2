import { fail } from '../errors/index.ts';
import { type CellValue, LIMIT_MB, type TableProblem } from './table.ts';
import { XlsxPackage } from './xlsx-package.ts';
import { xlsxRows } from './xlsx-rows.ts';
import { readMerges, readWorkbook } from './xlsx-workbook.ts';

/** A line as it stands, headings not looked for; a place in `cells` is a column. */
export type SheetRow = { line: number; cells: (CellValue | null)[]; problems: TableProblem[] };
export type SheetRows = {
  name: string;
  hidden: boolean;
  rows: SheetRow[];
  /** there were more lines than asked for; the others were not read */
  cut: boolean;
};

const ZIP = 'PK\u0003\u0004';

/**
 * Reads several sheets of one workbook whole: for files in which each sheet has a part of its own. At most 50 MB.
 * @param wanted whether a sheet of this name is read, and how many of its lines at most; null: not read
 * @throws AppError sheets.* for what cannot be read at all; sheets.not_a_table for anything but an XLSX
 */
export async function readSheets(
  bytes: Buffer,
  wanted: (name: string) => number | null,
  zone = 'Asia/Shanghai',
): Promise<SheetRows[]> {
  if (bytes.byteLength > LIMIT_MB * 1024 * 1024) fail('sheets.too_large', { limit_mb: LIMIT_MB });
  if (bytes.subarray(0, 4).toString('latin1') === '\u00d0\u00cf\u0011\u00e0') fail('sheets.old_or_locked');
  if (bytes.subarray(0, 4).toString('latin1') !== ZIP) fail('sheets.not_a_table');
  const file = await XlsxPackage.open(bytes);
  try {
    const workbook = await readWorkbook(file);
    const read: SheetRows[] = [];
    for (const { name, part, hidden } of workbook.sheets) {
      const most = wanted(name);
      if (most === null) continue;
      const merges = await readMerges(file, part);
      const rows: SheetRow[] = [];
      let cut = false;
      for await (const row of xlsxRows({ file, part, sheet: name, workbook, merges, zone })) {
        cut = rows.length >= most;
        if (cut) break;
        rows.push(row);
      }
      read.push({ name, hidden, rows, cut });
    }
    return read;
  } finally {
    file.close();
  }
}

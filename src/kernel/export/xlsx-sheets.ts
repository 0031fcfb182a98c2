import { strToU8, type Zippable, zipSync } from 'fflate';
import type { ExportValue } from './column.ts';
import { workbookParts, worksheetEnd, worksheetStart } from './xlsx-parts.ts';
import { line, sheetName } from './xlsx-stream.ts';

export type SmallSheet = {
  name: string;
  /** in characters */
  widths: readonly number[];
  /** the first is the line of headings */
  rows: readonly (readonly ExportValue[])[];
};

/** A small XLSX of several sheets, made in memory: templates, summaries. The first line of each is bold and fixed. */
export function xlsxSheets(sheets: readonly SmallSheet[], zone: string): Buffer {
  const names = sheets.map(({ name }) => sheetName(name, 1));
  const files: Zippable = Object.fromEntries(workbookParts(names).map(([part, text]) => [part, strToU8(text)]));
  for (const [index, { widths, rows }] of sheets.entries()) {
    const lines = rows.map((row, i) => line([...row], { number: i + 1, style: i === 0 ? 1 : 0, zone }));
    const text = worksheetStart(widths) + lines.join('') + worksheetEnd;
    files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(text);
  }
  return Buffer.from(zipSync(files, { mtime: new Date(1980, 0, 1) }));
}

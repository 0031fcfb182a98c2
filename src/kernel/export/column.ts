import { localIso } from '../time/index.ts';

/** What a cell can hold. A date is an instant; each format writes it by the wall clock of the zone. */
export type ExportValue = string | number | boolean | Date | null | undefined;

export type Column<Row> = {
  /** Name for programs: the key in JSON. */
  key: string;
  /** Heading for people: the first line of CSV and XLSX. */
  header: string;
  value: (row: Row) => ExportValue;
  /** Width in XLSX, in characters (default 16). */
  width?: number;
};

export type Rows<Row> = Iterable<Row> | AsyncIterable<Row>;

/** `2026-11-08 21:14:00`, which every spreadsheet program takes for a date. */
export function plainDate(at: Date, zone: string): string {
  return localIso(at, zone).slice(0, 19).replace('T', ' ');
}

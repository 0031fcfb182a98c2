export { readMoment } from './moment.ts';
export { readTable } from './read-table.ts';
export type { CellValue, Encoding, ReadTableOptions, Table, TableProblem, TableRow } from './table.ts';

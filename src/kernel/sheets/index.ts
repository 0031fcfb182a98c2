export { readMoment } from './moment.ts';
export { readTable } from './read-table.ts';
export { readTableForm, type TableForm } from './read-upload.ts';
export { type ColumnMapping, cellText, columnProblems, recogniseColumns } from './recognise-columns.ts';
export type { CellValue, Encoding, ReadTableOptions, Table, TableProblem, TableRow } from './table.ts';

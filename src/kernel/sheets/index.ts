export {
  importTree,
  type RowRefusal,
  type TreeImport,
  type TreeImportOptions,
  type TreeReport,
} from './import-tree.ts';
export { readMoment } from './moment.ts';
export type { Refusal, TreeRow } from './order-by-parent.ts';
export { readSheets, type SheetRow, type SheetRows } from './read-sheets.ts';
export { readTable } from './read-table.ts';
export { readTableForm, type TableForm } from './read-upload.ts';
export { type ColumnMapping, cellText, columnProblems, recogniseColumns } from './recognise-columns.ts';
export { rowsOfLines, sampleTable, type TextRow } from './sample-table.ts';
export type { CellValue, Encoding, ReadTableOptions, Table, TableProblem, TableRow } from './table.ts';
export { columnName } from './table.ts';

export type { Column, ExportValue, Rows } from './column.ts';
export { type CsvOptions, csvStream } from './csv-stream.ts';
export { type JsonOptions, jsonStream } from './json-stream.ts';
export { type SmallSheet, xlsxSheets } from './xlsx-sheets.ts';
export { type XlsxOptions, xlsxStream } from './xlsx-stream.ts';
export { type ZipEntry, zipStream } from './zip-stream.ts';

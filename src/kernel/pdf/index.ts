export { type ParagraphOptions, type PdfMeta, type PdfPage, renderPdf } from './pdf.ts';
export type { PdfColumn } from './table.ts';

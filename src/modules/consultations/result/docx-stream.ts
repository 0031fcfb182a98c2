import type { Readable } from 'node:stream';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { type ZipEntry, zipStream } from '../../../kernel/export/index.ts';
import { type DocxWords, docxShell, rowsMark, widths } from './docx-shell.ts';

/** A line of the table, or a heading across it. */
export type DocxRow = { across: string } | { cells: readonly string[] };

const writtenAt = new Date(1980, 0, 1);
const main = 'word/document.xml';

/**
 * The document of the result as it is asked for, one row in memory at a time: what stands around the table is made by a
 * library, its rows are written into the place that it left. When reading the rows fails, the stream is destroyed.
 */
export async function docxStream(words: DocxWords, rows: AsyncIterable<DocxRow>): Promise<Readable> {
  const parts = unzipSync(await docxShell(words));
  const text = strFromU8(parts[main] ?? new Uint8Array());
  const mark = text.indexOf(rowsMark);
  const start = text.lastIndexOf('<w:tr>', mark);
  const end = text.indexOf('</w:tr>', mark);
  if (mark < 0 || start < 0 || end < 0) throw new Error('the document has no place for its rows');
  async function* written(): AsyncGenerator<Uint8Array> {
    yield strToU8(text.slice(0, start));
    let some = '';
    for await (const row of rows) {
      some += rowXml(row);
      if (some.length > 32_768) {
        yield strToU8(some);
        some = '';
      }
    }
    yield strToU8(some + text.slice(end + '</w:tr>'.length));
  }
  const entries = Object.entries(parts)
    .filter(([name]) => !name.endsWith('/'))
    .map(
      ([name, bytes]): ZipEntry => ({ name, at: writtenAt, deflate: true, bytes: name === main ? written() : [bytes] }),
    );
  return zipStream(entries);
}

/** Word refuses controls; marks that turn the direction of text would turn the table's. */
function wordText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const paragraph = (text: string, bold = false): string =>
  `<w:p><w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${wordText(text)}</w:t></w:r></w:p>`;

const cell = (properties: string, content: string): string => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;

function rowXml(row: DocxRow): string {
  if ('across' in row) {
    const properties = `<w:gridSpan w:val="${widths.length}"/><w:shd w:val="clear" w:color="auto" w:fill="F5F2E9"/>`;
    return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cell(properties, paragraph(row.across, true))}</w:tr>`;
  }
  const cells = row.cells.map((text, at) =>
    cell(
      `<w:tcW w:w="${widths[at]}" w:type="dxa"/>`,
      text
        .split('\n')
        .map((line) => paragraph(line))
        .join(''),
    ),
  );
  return `<w:tr>${cells.join('')}</w:tr>`;
}

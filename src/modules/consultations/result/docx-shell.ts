import type { FileChild } from 'docx';

/** What stands around the table of opinions. */
export type DocxWords = {
  title: string;
  /** who convened it, the period, the day */
  facts: readonly string[];
  figures: { heading: string; lines: readonly string[] };
  summary: { heading: string; paragraphs: readonly string[] };
  table: { heading: string; note: string; columns: readonly string[] };
  /** foot of each page: `{page}` and `{pages}` stand for the numbers */
  foot: string;
  /** language of the text, as Word knows it */
  language: string;
};

/** Where the rows go; cannot be typed by anybody, since controls are taken out of all words. */
export const rowsMark = 'rows-of-the-table-of-opinions';

/** Widths of the columns in twentieths of a point; together an A4 page on its side less its margins. */
export const widths = [800, 1700, 4900, 1500, 1300, 4360] as const;

const font = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: 'SimSun' } as const;

/** The document without its rows: styles, headings, a table whose head repeats on each page, page numbers. */
export async function docxShell(words: DocxWords): Promise<Buffer> {
  const docx = await import('docx');
  const { Paragraph, HeadingLevel, Packer, Document, AlignmentType, Footer, TextRun, PageOrientation } = docx;
  const heading = (text: string) => new Paragraph({ text, heading: HeadingLevel.HEADING_1 });
  const plain = (text: string) => new Paragraph({ text });
  const children: FileChild[] = [
    new Paragraph({ text: words.title, heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER }),
    ...words.facts.map((text) => new Paragraph({ text, alignment: AlignmentType.CENTER })),
    heading(words.figures.heading),
    ...words.figures.lines.map(plain),
    ...(words.summary.paragraphs.length > 0 ? [heading(words.summary.heading)] : []),
    ...words.summary.paragraphs.map(plain),
    heading(words.table.heading),
    plain(words.table.note),
    table(docx, words.table.columns),
  ];
  const [before = '', between = '', behind = ''] = words.foot.split(/\{pages?\}/);
  const foot = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new TextRun({ children: [before, docx.PageNumber.CURRENT, between, docx.PageNumber.TOTAL_PAGES, behind] }),
    ],
  });
  const document = new Document({
    title: words.title,
    creator: '',
    styles: {
      default: {
        document: { run: { font, size: 21, language: { value: 'en-US', eastAsia: words.language } } },
        title: { run: { font, size: 36, bold: true }, paragraph: { spacing: { after: 200 } } },
        heading1: { run: { font, size: 26, bold: true }, paragraph: { spacing: { before: 320, after: 140 } } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { orientation: PageOrientation.LANDSCAPE, width: 11906, height: 16838 },
            margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
          },
        },
        footers: { default: new Footer({ children: [foot] }) },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

function table(docx: typeof import('docx'), columns: readonly string[]) {
  const { Table, TableRow, TableCell, Paragraph, TextRun, WidthType, TableLayoutType } = docx;
  const cell = (text: string, at: number, head: boolean) =>
    new TableCell({
      width: { size: widths[at] ?? 1000, type: WidthType.DXA },
      ...(head && { shading: { fill: 'EAE6DA' } }),
      children: [new Paragraph({ children: [new TextRun({ text, bold: head })] })],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: [...widths],
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    rows: [
      new TableRow({ tableHeader: true, children: columns.map((text, at) => cell(text, at, true)) }),
      new TableRow({ children: [cell(rowsMark, 0, false)] }),
    ],
  });
}

import { drawEmblem, drawFrame, drawQr, drawSeal } from './draw-marks.ts';
import { FACES, textCleaner } from './font.ts';
import { Cursor, type Doc, FAINT, MARGIN, PLAIN, type TextStyle } from './page.ts';
import { drawTable, type PdfColumn } from './table.ts';

export type PdfMeta = {
  title: string;
  /** Language of the text; Chinese paragraphs begin two characters in. */
  lang: 'zh-CN' | 'zh-TW' | 'en';
  /** When it was made: the same content at the same time is the same file, byte for byte. */
  at: Date;
  /** Office that answers for it. */
  author?: string;
  /** Stands at the foot of each page, beside the page number. */
  foot?: string;
  /** A certificate: the sheet lies on its side, a double rule around it, no page numbers. */
  certificate?: boolean;
};

export type ParagraphOptions = {
  /** `letter` is large and wide for certificates, `small` for notes (default `text`). */
  voice?: 'text' | 'letter' | 'small';
  strong?: boolean;
  align?: 'start' | 'centre' | 'end';
  /** Begin two characters in (default: Chinese text aligned at the start). */
  indent?: boolean;
};

/** Writes a document from top to bottom; pages begin by themselves. All texts may hold anything. */
export type PdfPage = {
  /** Head of a document: the office above, the title large, its number below, between double rules. */
  opening(head: { title: string; office?: string; number?: string; emblem?: boolean }): void;
  heading(text: string, level?: 1 | 2): void;
  paragraph(text: string, options?: ParagraphOptions): void;
  list(items: readonly string[], options?: { numbered?: boolean }): void;
  /** Label and value in two columns, a line each. */
  facts(facts: readonly { label: string; value: string }[]): void;
  /** Headings come again on each page. A cell that is missing is empty. */
  table(columns: readonly PdfColumn[], rows: readonly (readonly string[])[]): void;
  /** Lines at the right (office, date), with a small seal of two or four characters beside them; a QR code opposite. */
  signature(lines: readonly string[], options?: { seal?: string; qr?: { url: string; caption: string } }): void;
  /** A line to sign on by hand after each label. */
  signHere(labels: readonly string[]): void;
  /** A QR code that leads to `url`, with words beside it and the address written out; `large`: in the middle, for posters. */
  qr(code: { url: string; caption: string; large?: boolean }): void;
  rule(): void;
  /** Empty lines of text. */
  space(lines?: number): void;
  newPage(): void;
};

const VOICES = {
  text: { size: 11, leading: 19 },
  letter: { size: 15, leading: 30 },
  small: { size: 9, leading: 14.5, colour: FAINT },
};
const HEADINGS = { 1: { size: 15, leading: 24 }, 2: { size: 12.5, leading: 21 } };

/**
 * An A4 document: what `build` writes, page numbers, title and language in the file, structure for screen readers. The
 * text stays text (it can be searched and copied); only the characters used are in the file. Nothing is kept in memory.
 */
export async function renderPdf(meta: PdfMeta, build: (page: PdfPage) => void): Promise<Buffer> {
  const [{ default: PDFDocument }, clean] = await Promise.all([import('pdfkit'), textCleaner()]);
  const title = clean(meta.title).replace(/\n/g, ' ');
  const doc = new PDFDocument({
    size: 'A4',
    layout: meta.certificate ? 'landscape' : 'portrait',
    margin: 0,
    pdfVersion: '1.7',
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: meta.lang,
    info: {
      Title: title,
      Author: clean(meta.author ?? ''),
      Creator: 'Tongxin',
      Producer: 'Tongxin',
      CreationDate: meta.at,
      ModDate: meta.at,
    },
  });
  const bytes = collect(doc);
  for (const [face, file] of Object.entries(FACES)) doc.registerFont(face, file);
  const cursor = new Cursor(doc, clean);
  if (meta.certificate) cursor.ornament(() => drawFrame(doc));
  build(pageOn(cursor, meta));
  if (!meta.certificate) numberPages(cursor, meta);
  doc.end();
  return bytes;
}

function collect(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function pageOn(cursor: Cursor, meta: PdfMeta): PdfPage {
  const isChinese = meta.lang.startsWith('zh');
  return {
    opening: (head) => drawOpening(cursor, head),
    heading(text, level = 1) {
      const style: TextStyle = { ...PLAIN, ...HEADINGS[level], face: 'strong' };
      cursor.space(level === 1 ? 16 : 10);
      // A heading never stands alone at the foot of a page.
      cursor.need(style.leading + 2 * PLAIN.leading);
      cursor.doc.outline.addItem(cursor.clean(text).replace(/\n/g, ' '));
      cursor.element(level === 1 ? 'H2' : 'H3', () => cursor.write(text, style));
      cursor.space(3);
    },
    paragraph(text, { voice = 'text', strong = false, align = 'start', indent = isChinese && align === 'start' } = {}) {
      const base = { ...PLAIN, ...VOICES[voice], align, face: strong ? 'strong' : 'text' } as const;
      const style = { ...base, justify: isChinese && align === 'start', indent: indent ? 2 * base.size : 0 };
      cursor.element('P', () => cursor.write(text, style));
      cursor.space(style.leading * 0.3);
    },
    list: (items, { numbered = false } = {}) => drawList(cursor, items, numbered ? 'numbered' : 'dotted', isChinese),
    facts: (facts) => drawFacts(cursor, facts),
    table(columns, rows) {
      cursor.space(6);
      drawTable(cursor, columns, rows);
      cursor.space(10);
    },
    signature: (lines, options = {}) => drawSignature(cursor, lines, options),
    signHere: (labels) => drawSignHere(cursor, labels),
    qr: (code) => (code.large ? drawLargeCode(cursor, code) : drawCode(cursor, code)),
    rule() {
      cursor.space(8);
      cursor.rule(0.7);
      cursor.space(8);
    },
    space: (lines = 1) => cursor.space(lines * PLAIN.leading),
    newPage: () => cursor.newPage(),
  };
}

function drawOpening(cursor: Cursor, head: Parameters<PdfPage['opening']>[0]): void {
  if (head.emblem) {
    const size = 44;
    cursor.need(size + 120);
    cursor.ornament(() => drawEmblem(cursor, { x: cursor.left + (cursor.width - size) / 2, y: cursor.y, size }));
    cursor.y += size + 10;
  }
  const middle: TextStyle = { ...PLAIN, align: 'centre' };
  if (head.office) cursor.element('P', () => cursor.write(head.office ?? '', { ...middle, size: 13, leading: 22 }));
  const isShort = [...head.title].length <= 4;
  const title = isShort ? [...head.title].join('\u3000') : head.title;
  const size = isShort ? 34 : 22;
  cursor.space(4);
  cursor.element('H1', () => cursor.write(title, { ...middle, face: 'strong', size, leading: size * 1.45 }));
  cursor.y += 8;
  cursor.rule(2.2);
  cursor.rule(0.7, undefined, { y: cursor.y + 3.6 });
  cursor.y += 12;
  if (head.number) {
    const small: TextStyle = { ...PLAIN, size: 9.5, leading: 15, colour: FAINT, align: 'end' };
    cursor.element('P', () => cursor.write(head.number ?? '', small));
  }
  cursor.y += 10;
}

function drawList(cursor: Cursor, items: readonly string[], kind: 'numbered' | 'dotted', isChinese: boolean): void {
  const inset = isChinese || kind === 'numbered' ? 2 * PLAIN.size : 1.2 * PLAIN.size;
  items.forEach((item, at) => {
    cursor.need(PLAIN.leading);
    const mark = kind === 'numbered' ? `${at + 1}.` : '·';
    cursor.element('P', () => {
      const x = cursor.left + inset;
      const first = { ...PLAIN, align: 'end' as const };
      // The mark stands before the text that it belongs to, on the same line.
      cursor.need(Math.min(2, cursor.lines(item, PLAIN, cursor.width - inset).length) * PLAIN.leading);
      const [line] = cursor.lines(mark, first, inset);
      if (line) cursor.line(line, first, { x: cursor.left, y: cursor.y, width: inset - 5 });
      cursor.write(item, { ...PLAIN, justify: isChinese }, { x, width: cursor.width - inset });
    });
    cursor.space(2);
  });
  cursor.space(4);
}

function drawFacts(cursor: Cursor, facts: readonly { label: string; value: string }[]): void {
  const label: TextStyle = { ...PLAIN, size: 10, colour: FAINT };
  const longest = Math.max(0, ...facts.map((fact) => cursor.lines(fact.label, label)[0]?.width ?? 0));
  const aside = Math.min(Math.max(longest + 16, 80), cursor.width * 0.4);
  for (const fact of facts) {
    const lines = cursor.lines(fact.label, label, aside - 10);
    cursor.need(Math.max(lines.length, 1) * PLAIN.leading + 4);
    cursor.element('P', () => {
      const top = cursor.y;
      lines.forEach((line, at) => {
        cursor.line(line, label, { x: cursor.left, y: top + at * PLAIN.leading, width: aside - 10 });
      });
      const page = cursor.doc.bufferedPageRange().count;
      cursor.write(fact.value || '—', PLAIN, { x: cursor.left + aside, width: cursor.width - aside });
      const isSamePage = page === cursor.doc.bufferedPageRange().count;
      if (isSamePage) cursor.y = Math.max(cursor.y, top + lines.length * PLAIN.leading);
    });
    cursor.y += 2;
    cursor.rule(0.4, '#e0d8c6');
    cursor.y += 2;
  }
  cursor.space(8);
}

function drawSignature(
  cursor: Cursor,
  lines: readonly string[],
  { seal, qr }: NonNullable<Parameters<PdfPage['signature']>[1]>,
): void {
  const style: TextStyle = { ...PLAIN, size: 13, leading: 25, align: 'end' };
  const size = 50;
  const codeSize = 76;
  const height = Math.max(lines.length * style.leading, seal ? size : 0, qr ? codeSize : 0);
  cursor.space(22);
  cursor.need(height);
  const top = cursor.y;
  const room = cursor.width - (seal ? size + 18 : 0);
  if (qr) drawCodeAt(cursor, qr, { top, size: codeSize, width: cursor.width * 0.46 });
  if (seal) {
    const x = cursor.left + cursor.width - size;
    cursor.ornament(() => drawSeal(cursor, seal, { x, y: top + (height - size) / 2, size }));
  }
  cursor.y = top + (height - lines.length * style.leading) / 2;
  for (const line of lines) cursor.element('P', () => cursor.write(line, style, { width: room }));
  cursor.y = Math.max(cursor.y, top + height);
  cursor.space(12);
}

function drawSignHere(cursor: Cursor, labels: readonly string[]): void {
  const width = (cursor.width - 24) / 2;
  for (let at = 0; at < labels.length; at += 2) {
    cursor.space(20);
    cursor.need(40);
    labels.slice(at, at + 2).forEach((text, column) => {
      const x = cursor.left + column * (width + 24);
      const [line] = cursor.lines(text, PLAIN, width * 0.6);
      if (line) cursor.element('P', () => cursor.line(line, PLAIN, { x, y: cursor.y, width }));
      const from = x + (line?.width ?? 0) + 8;
      cursor.rule(0.7, FAINT, { y: cursor.y + PLAIN.leading - 2, x: from, width: x + width - from });
    });
    cursor.y += PLAIN.leading + 6;
  }
}

function drawCode(cursor: Cursor, code: { url: string; caption: string }): void {
  const size = 76;
  cursor.space(14);
  cursor.need(size);
  drawCodeAt(cursor, code, { top: cursor.y, size, width: cursor.width });
  cursor.space(8);
}

/** The code at the left with its words beside it, in `width`; the cursor stands below. */
function drawCodeAt(
  cursor: Cursor,
  { url, caption }: { url: string; caption: string },
  { top, size, width }: { top: number; size: number; width: number },
): void {
  const style: TextStyle = { ...PLAIN, ...VOICES.small };
  const beside = { x: cursor.left + size + 16, width: width - size - 16 };
  cursor.element('Figure', () => drawQr(cursor, url, { x: cursor.left, y: top, size }), { alt: cursor.clean(caption) });
  const height = [caption, url].reduce((sum, text) => sum + cursor.lines(text, style, beside.width).length, 0);
  cursor.y = Math.max(top, top + (size - height * style.leading) / 2);
  cursor.element('P', () => cursor.write(caption, style, beside));
  cursor.element('P', () => cursor.write(url, style, beside));
  cursor.doc.link(cursor.left, top, size, size, url);
  cursor.y = Math.max(cursor.y, top + size);
}

function drawLargeCode(cursor: Cursor, { url, caption }: { url: string; caption: string }): void {
  const size = 180;
  const style: TextStyle = { ...PLAIN, ...VOICES.letter, align: 'centre' };
  const small: TextStyle = { ...PLAIN, ...VOICES.small, align: 'centre' };
  cursor.space(20);
  cursor.need(size + 12 + style.leading + small.leading);
  const [x, top] = [cursor.left + (cursor.width - size) / 2, cursor.y];
  cursor.element('Figure', () => drawQr(cursor, url, { x, y: top, size }), { alt: cursor.clean(caption) });
  cursor.doc.link(x, top, size, size, url);
  cursor.y = top + size + 12;
  cursor.element('P', () => cursor.write(caption, { ...style, face: 'strong' }));
  cursor.element('P', () => cursor.write(url, small));
}

function numberPages(cursor: Cursor, meta: PdfMeta): void {
  const { doc } = cursor;
  const { count } = doc.bufferedPageRange();
  const style: TextStyle = { ...PLAIN, size: 8.5, leading: 13, colour: FAINT };
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    const y = doc.page.height - MARGIN.bottom + 26;
    cursor.rule(0.5, '#cfc6b2', { y: y - 6 });
    cursor.ornament(() => {
      const place = { x: cursor.left, y, width: cursor.width };
      const [number] = cursor.lines(`${page + 1} / ${count}`, style);
      const [foot] = cursor.lines(meta.foot ?? meta.title, style, cursor.width - 60);
      if (foot) cursor.line(foot, style, place);
      if (number) cursor.line(number, { ...style, align: 'end' }, place);
    });
  }
}

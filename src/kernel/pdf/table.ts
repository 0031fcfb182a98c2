import type { Line } from './break-lines.ts';
import { type Cursor, FAINT, INK, PLAIN, RULE, type TextStyle } from './page.ts';

export type PdfColumn = {
  header: string;
  /** Share of the width (default 1). */
  share?: number;
  align?: 'start' | 'end';
};

const CELL: TextStyle = { ...PLAIN, size: 9.5, leading: 15 };
const HEAD: TextStyle = { ...CELL, face: 'strong', colour: INK };
const PAD = { x: 5, y: 4 };

type Box = { x: number; width: number; style: TextStyle };

/** A table over as many pages as it takes, its headings on each; a row longer than a page goes on where it must. */
export function drawTable(cursor: Cursor, columns: readonly PdfColumn[], rows: readonly (readonly string[])[]): void {
  const boxes = boxesOf(cursor, columns);
  const headings = columns.map(({ header }, at) => linesOf(cursor, header, boxes[at], HEAD));
  cursor.group('Table', (table) => {
    const head = () => {
      cursor.rule(1.6);
      cursor.y += 1;
      cursor.group('TR', (tr) => drawSlice({ cursor, boxes, cells: headings, type: 'TH', tr, style: HEAD }), table);
      cursor.rule(0.7);
    };
    const headHeight = heightOf(headings) + 2;
    cursor.need(headHeight + heightOf(rows[0]?.map((text, at) => linesOf(cursor, text, boxes[at], CELL)) ?? []));
    head();
    for (const row of rows) {
      let cells = columns.map((_, at) => linesOf(cursor, row[at] ?? '', boxes[at], CELL));
      cursor.group(
        'TR',
        (tr) => {
          const fitsOnAPage = heightOf(cells) + headHeight <= cursor.bottom - cursor.left;
          if (cursor.y + (fitsOnAPage ? heightOf(cells) : heightOf([[]]) + CELL.leading) > cursor.bottom) {
            cursor.newPage();
            repeatHead(cursor, boxes, headings);
          }
          while (cells.some((lines) => lines.length > 0)) {
            const room = Math.max(1, Math.floor((cursor.bottom - cursor.y - 2 * PAD.y) / CELL.leading));
            drawSlice({
              cursor,
              boxes,
              cells: cells.map((lines) => lines.slice(0, room)),
              type: 'TD',
              tr,
              style: CELL,
            });
            cells = cells.map((lines) => lines.slice(room));
            if (!cells.some((lines) => lines.length > 0)) break;
            cursor.newPage();
            repeatHead(cursor, boxes, headings);
          }
        },
        table,
      );
      cursor.rule(0.5, RULE);
    }
    cursor.rule(0.9);
  });
}

/** Seen, not read out again. */
function repeatHead(cursor: Cursor, boxes: Box[], headings: Line[][]): void {
  cursor.rule(1.6);
  cursor.y += 1;
  cursor.ornament(() => drawLines(cursor, boxes, headings, { ...HEAD, colour: FAINT }));
  cursor.y += heightOf(headings);
  cursor.rule(0.7);
}

function boxesOf(cursor: Cursor, columns: readonly PdfColumn[]): Box[] {
  const shares = columns.map(({ share = 1 }) => Math.max(0.1, share));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let x = cursor.left;
  return columns.map(({ align = 'start' }, at) => {
    const width = (cursor.width * (shares[at] ?? 1)) / total;
    const box = { x: x + PAD.x, width: width - 2 * PAD.x, style: { ...CELL, align } };
    x += width;
    return box;
  });
}

function linesOf(cursor: Cursor, text: string, box: Box | undefined, style: TextStyle): Line[] {
  return cursor.lines(text, style, box?.width ?? cursor.width);
}

const heightOf = (cells: Line[][]) => Math.max(0, ...cells.map((lines) => lines.length)) * CELL.leading + 2 * PAD.y;

type Slice = {
  cursor: Cursor;
  boxes: Box[];
  cells: Line[][];
  type: 'TH' | 'TD';
  tr: Parameters<Parameters<Cursor['group']>[1]>[0];
  style: TextStyle;
};

function drawSlice({ cursor, boxes, cells, type, tr, style }: Slice): void {
  cells.forEach((lines, at) => {
    const box = boxes[at];
    if (box) cursor.element(type, () => drawLines(cursor, [box], [lines], style), { parent: tr });
  });
  cursor.y += heightOf(cells);
}

function drawLines(cursor: Cursor, boxes: Box[], cells: Line[][], style: TextStyle): void {
  cells.forEach((lines, at) => {
    const box = boxes[at];
    if (box === undefined) return;
    lines.forEach((line, index) => {
      const y = cursor.y + PAD.y + index * CELL.leading;
      cursor.line(line, { ...style, align: box.style.align }, { x: box.x, y, width: box.width });
    });
  });
}

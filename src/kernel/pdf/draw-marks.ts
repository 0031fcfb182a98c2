import { create } from 'qrcode';
import { type Cursor, type Doc, INK, RULE, VERMILION } from './page.ts';

/** A small seal, two or four characters, read from the right as seals are. `size` in points. */
export function drawSeal(cursor: Cursor, text: string, at: { x: number; y: number; size: number }): void {
  const { doc } = cursor;
  const chars = [...cursor.clean(text)].slice(0, 4);
  const columns = chars.length > 2 ? [chars.slice(0, 2), chars.slice(2)] : [chars];
  const { x, y, size } = at;
  doc.roundedRect(x, y, size, size, size * 0.08).fill(VERMILION);
  doc
    .roundedRect(x + size * 0.07, y + size * 0.07, size * 0.86, size * 0.86, size * 0.04)
    .lineWidth(size * 0.02)
    .stroke('#ffffff');
  const em = columns.length > 1 ? size * 0.36 : size * 0.38;
  doc.font('strong').fontSize(em).fillColor('#ffffff');
  columns.forEach((column, index) => {
    const middle = columns.length === 1 ? x + size / 2 : x + size * (index === 0 ? 0.69 : 0.31);
    column.forEach((char, row) => {
      const top = y + size / 2 + (row - column.length / 2) * em * 1.04;
      const shift = doc.widthOfString(char) / 2;
      doc.text(char, middle - shift, top + (em * 1.04 - doc.currentLineHeight()) / 2, { lineBreak: false });
    });
  });
}

/** The city's sign: circles about one heart. */
export function drawEmblem(cursor: Cursor, at: { x: number; y: number; size: number }): void {
  const { doc } = cursor;
  const [x, y, unit] = [at.x + at.size / 2, at.y + at.size / 2, at.size / 48];
  const rings: [radius: number, weight: number][] = [
    [21.5, 1.3],
    [14.8, 2.2],
    [8.6, 3.2],
  ];
  for (const [radius, weight] of rings) {
    doc
      .circle(x, y, radius * unit)
      .lineWidth(weight * unit)
      .stroke('#1c211f');
  }
  doc.circle(x, y, 2.9 * unit).fill(VERMILION);
}

/** A QR code as vectors, without its quiet zone. */
export function drawQr(cursor: Cursor, text: string, at: { x: number; y: number; size: number }): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const unit = at.size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let from = 0; from < modules.size; from += 1) {
      let to = from;
      while (to < modules.size && modules.get(row, to)) to += 1;
      if (to > from) cursor.doc.rect(at.x + from * unit, at.y + row * unit, (to - from) * unit, unit);
      from = to;
    }
  }
  cursor.doc.fill('#000000');
}

/** A double rule around a sheet, as certificates have. */
export function drawFrame(doc: Doc): void {
  const { width, height } = doc.page;
  doc
    .rect(26, 26, width - 52, height - 52)
    .lineWidth(2.2)
    .stroke(INK);
  doc
    .rect(32, 32, width - 64, height - 64)
    .lineWidth(0.7)
    .stroke(RULE);
}

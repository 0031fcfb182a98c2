import type PDFDocument from 'pdfkit';
import { breakLines, type Line } from './break-lines.ts';
import type { FACES } from './font.ts';

export type Doc = InstanceType<typeof PDFDocument>;
export type Face = keyof typeof FACES;
type Struct = ReturnType<Doc['struct']>;

/** Points from the edges of an A4 sheet. */
export const MARGIN = { top: 64, bottom: 72, side: 68 };
export const INK = '#1c211f';
export const FAINT = '#5d625c';
export const RULE = '#cfc6b2';
export const VERMILION = '#b5351d';

export type TextStyle = {
  size: number;
  /** Points from line to line. */
  leading: number;
  face: Face;
  colour: string;
  align: 'start' | 'centre' | 'end';
  /** Stretch all lines but the last to both margins. */
  justify: boolean;
  /** Points by which a paragraph's first line begins later. */
  indent: number;
};

export const PLAIN: TextStyle = {
  size: 11,
  leading: 19,
  face: 'text',
  colour: INK,
  align: 'start',
  justify: false,
  indent: 0,
};

/** Where the next thing is written: keeps the height, begins pages, marks what things are for those who listen. */
export class Cursor {
  readonly doc: Doc;
  readonly clean: (text: string) => string;
  readonly left = MARGIN.side;
  readonly width: number;
  readonly bottom: number;
  y = MARGIN.top;
  private widths = new Map<string, number>();
  private open: { struct: Struct; type: string } | undefined;

  constructor(doc: Doc, clean: (text: string) => string) {
    this.doc = doc;
    this.clean = clean;
    this.width = doc.page.width - 2 * MARGIN.side;
    this.bottom = doc.page.height - MARGIN.bottom;
  }

  /** Begins a page; what is being written goes on there. */
  newPage(): void {
    if (this.open) this.doc.endMarkedContent();
    this.doc.addPage();
    this.y = MARGIN.top;
    if (this.open) this.open.struct.add(this.doc.markStructureContent(this.open.type));
  }

  /** A new page unless `height` points are left on this one. More than a page holds begins where it stands. */
  need(height: number): void {
    if (this.y + height > this.bottom && this.y > MARGIN.top && height <= this.bottom - MARGIN.top) this.newPage();
  }

  isAtTop(): boolean {
    return this.y === MARGIN.top;
  }

  /** Space between blocks, none at the head of a page. */
  space(points: number): void {
    if (!this.isAtTop()) this.y = Math.min(this.y + points, this.bottom);
  }

  /** Writes `draw` as one element of the kind `type` (H1, P, TD ...), on as many pages as it takes. */
  element(type: string, draw: () => void, { parent, alt }: { parent?: Struct; alt?: string } = {}): void {
    const struct = this.doc.struct(type, alt === undefined ? {} : { alt });
    if (parent) parent.add(struct);
    else this.doc.addStructure(struct);
    this.open = { struct, type };
    struct.add(this.doc.markStructureContent(type));
    draw();
    this.doc.endMarkedContent();
    this.open = undefined;
    struct.end();
  }

  /** An element that holds elements. */
  group(type: string, write: (group: Struct) => void, parent?: Struct): void {
    const struct = this.doc.struct(type);
    if (parent) parent.add(struct);
    else this.doc.addStructure(struct);
    write(struct);
    struct.end();
  }

  /** Draws what says nothing: rules, seals, page numbers. */
  ornament(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  measure({ face, size }: Pick<TextStyle, 'face' | 'size'>): (text: string) => number {
    return (text) => {
      const key = `${face}${text}`;
      let width = this.widths.get(key);
      if (width === undefined) {
        width = this.doc.font(face).fontSize(100).widthOfString(text) / 100;
        if (this.widths.size < 20_000) this.widths.set(key, width);
      }
      return width * size;
    };
  }

  lines(text: string, style: TextStyle, width = this.width): Line[] {
    return breakLines(this.clean(text), width, this.measure(style), style.indent);
  }

  /** Lines of one text from the cursor on, over as many pages as they need; never one line of several alone on a page. */
  write(text: string, style: TextStyle, { x = this.left, width = this.width } = {}): void {
    const lines = this.lines(text, style, width);
    lines.forEach((line, at) => {
      const together = (at === 0 && lines.length > 1) || at === lines.length - 2 ? 2 : 1;
      if (this.y + together * style.leading > this.bottom) this.newPage();
      const isFirst = at === 0 || lines[at - 1]?.last === true;
      this.line(line, style, { x, y: this.y, width, indent: isFirst ? style.indent : 0 });
      this.y += style.leading;
    });
  }

  /** One line at a place; its middle is at half of the leading below `y`. */
  line(line: Line, style: TextStyle, at: { x: number; y: number; width: number; indent?: number }): void {
    if (line.text === '') return;
    const indent = at.indent ?? 0;
    const rest = at.width - indent - line.width;
    const shift = style.align === 'end' ? rest : style.align === 'centre' ? rest / 2 : 0;
    const gaps = [...line.text].length - 1;
    const stretch = style.justify && !line.last && gaps > 0 && rest > 0 && rest < style.size * 2 ? rest / gaps : 0;
    const { doc } = this;
    doc.font(style.face).fontSize(style.size).fillColor(style.colour);
    // The em box is taller than the characters; pdfkit places its top.
    const y = at.y + (style.leading - doc.currentLineHeight()) / 2;
    doc.text(line.text, at.x + indent + shift, y, { lineBreak: false, characterSpacing: stretch });
  }

  /** A horizontal line as wide as the text. */
  rule(weight: number, colour = INK, { y = this.y, x = this.left, width = this.width } = {}): void {
    this.ornament(() => {
      this.doc
        .moveTo(x, y)
        .lineTo(x + width, y)
        .lineWidth(weight)
        .stroke(colour);
    });
  }
}

import { readFileSync } from 'node:fs';
import type { Font } from 'fontkit';
import { breakLines } from '../pdf/break-lines.ts';
import { FACES, textCleaner } from '../pdf/font.ts';

export type Face = keyof typeof FACES;
export type LetterStyle = { face: Face /** pixels */; size: number; colour: string };

/**
 * Writes text into an SVG as outlines of the house's own font, so that a picture looks the same on a machine without any
 * Chinese font. Read for each picture and let go with it: the fonts are large.
 */
export async function openLettering(): Promise<Lettering> {
  const [{ create }, clean] = await Promise.all([import('fontkit'), textCleaner()]);
  const open = (file: string): Font => {
    const font = create(readFileSync(file));
    if (!('characterSet' in font)) throw new Error(`${file} is a collection of fonts`);
    return font;
  };
  return new Lettering({ text: open(FACES.text), strong: open(FACES.strong) }, clean);
}

export class Lettering {
  readonly #fonts: Record<Face, Font>;
  readonly #clean: (text: string) => string;

  constructor(fonts: Record<Face, Font>, clean: (text: string) => string) {
    this.#fonts = fonts;
    this.#clean = clean;
  }

  width(text: string, { face, size }: Pick<LetterStyle, 'face' | 'size'>): number {
    const font = this.#fonts[face];
    return (font.layout(this.#clean(text)).advanceWidth / font.unitsPerEm) * size;
  }

  /** At most `most` lines that are no wider than `width`; what is left over ends in an ellipsis. */
  lines(text: string, style: LetterStyle, width: number, most: number): string[] {
    const measure = (part: string) => this.width(part, style);
    const lines = breakLines(this.#clean(text).replace(/\s+/g, ' '), width, measure).map((line) => line.text);
    if (lines.length <= most) return lines;
    const shown = lines.slice(0, most);
    let last = [...(shown[most - 1] ?? '')];
    while (last.length > 0 && measure(`${last.join('')}…`) > width) last = last.slice(0, -1);
    shown[most - 1] = `${last.join('')}…`;
    return shown;
  }

  /** One line as SVG, its baseline at `y`. */
  draw(text: string, { face, size, colour }: LetterStyle, { x, y }: { x: number; y: number }): string {
    const font = this.#fonts[face];
    const run = font.layout(this.#clean(text).replace(/\n/g, ' '));
    let at = 0;
    const outlines = run.glyphs.map((glyph, index) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions[index] ?? {};
      const outline = glyph.path.toSVG();
      const placed = `<path transform="translate(${at + xOffset} ${yOffset})" d="${outline}"/>`;
      at += xAdvance;
      return outline === '' ? '' : placed;
    });
    const scale = size / font.unitsPerEm;
    return `<g fill="${colour}" transform="translate(${x} ${y}) scale(${scale} ${-scale})">${outlines.join('')}</g>`;
  }
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Files of the two weights of Noto Serif SC (OFL 1.1): all of GBK and most of CJK extension A. */
export const FACES = {
  text: require.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
  strong: require.resolve('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf'),
};

/** The printers' sign for a character that the case does not hold. */
const STAND_IN = '〓';
const LAST_PLANE = 0x40000;
/** Says nothing on paper: controls, direction marks, joiners, selectors of a variant. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Variation_Selector}/gu;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** One bit for each character that the font holds; the font itself is let go again. */
let held: Promise<Uint8Array> | undefined;

/** A function that makes any text printable: what the font lacks (emoji, rarest names) shows as 〓, one for each. */
export async function textCleaner(): Promise<(text: string) => string> {
  held ??= readHeld();
  const bits = await held;
  const has = (code: number) => code < LAST_PLANE && ((bits[code >> 3] ?? 0) & (1 << (code & 7))) !== 0;
  return (text) => {
    const plain = text
      .replace(/\r\n?/g, '\n')
      .replace(/[\t\u00a0]/g, ' ')
      .normalize('NFC');
    if ([...plain].every((char) => char === '\n' || has(char.codePointAt(0) ?? 0))) return plain.replace(INVISIBLE, '');
    let clean = '';
    for (const { segment } of graphemes.segment(plain)) {
      const shown = segment === '\n' ? segment : segment.replace(INVISIBLE, '');
      clean += [...shown].every((char) => char === '\n' || has(char.codePointAt(0) ?? 0)) ? shown : STAND_IN;
    }
    return clean;
  };
}

async function readHeld(): Promise<Uint8Array> {
  const { create } = await import('fontkit');
  const font = create(readFileSync(FACES.text));
  if (!('characterSet' in font)) throw new Error(`${FACES.text} is a collection of fonts`);
  const bits = new Uint8Array(LAST_PLANE / 8);
  for (const code of font.characterSet) {
    if (code < LAST_PLANE) bits[code >> 3] = (bits[code >> 3] ?? 0) | (1 << (code & 7));
  }
  return bits;
}

// chinese: marks of punctuation and of repetition
/** Width of a text in the same unit as the line. */
export type Measure = (text: string) => number;

export type Line = {
  text: string;
  width: number;
  /** Ends a paragraph: never stretched to the margin. */
  last: boolean;
};

/** May not begin a line (GB/T 15834, and the brackets of other scripts). */
const NEVER_FIRST = new Set('，。、；：？！）】》」』〉〕｝］”’…—～·％‰℃°々〻ー,.;:?!)]}%');
/** May not end a line. */
const NEVER_LAST = new Set('（【《「『〈〔｛［“‘￥¥＄$№#([{');
const WIDE =
  /[\u2e80-\u2fff\u3000-\u30ff\u3105-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|[\ud840-\ud888]/;
/** A longer word is an address or a number of many digits. */
const LONG_WORD = 24;
/** Where an address may be parted without a hyphen. */
const AFTER_MARK = /(?<=[/?&=_.@-])/;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * Lines of `text`, none wider than `width` (the first of each paragraph by `indent` narrower), unless a single character
 * is. A line break in the text begins a paragraph. Chinese breaks between any two characters except before a closing and
 * after an opening mark; words of other scripts stay whole while they fit on a line of their own.
 */
export function breakLines(text: string, width: number, measure: Measure, indent = 0): Line[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, measure, indent));
}

function breakParagraph(text: string, width: number, measure: Measure, indent: number): Line[] {
  const lines: Line[] = [];
  let line = '';
  let used = 0;
  let room = width - indent;
  const flush = (last: boolean) => {
    const shown = line.trimEnd();
    lines.push({ text: shown, width: shown === line ? used : measureWhole(shown, measure), last });
    [line, used, room] = ['', 0, width];
  };
  for (const piece of pieces(text)) {
    if (piece === ' ') {
      if (line === '') continue;
      line += piece;
      used += measure(piece);
      continue;
    }
    for (const part of fitting(piece, width, measure)) {
      const size = measureWhole(part, measure);
      if (line !== '' && used + size > room) flush(false);
      line += part;
      used += size;
    }
  }
  flush(true);
  return lines;
}

/** An address is parted after its marks; a piece that then still fits no line, anywhere. */
function fitting(piece: string, width: number, measure: Measure): string[] {
  const isAddress = piece.length > LONG_WORD && !WIDE.test(piece);
  if (!isAddress && measureWhole(piece, measure) <= width) return [piece];
  const parts = isAddress ? piece.split(AFTER_MARK) : [piece];
  return parts.flatMap((part) =>
    measureWhole(part, measure) <= width ? [part] : [...graphemes.segment(part)].map(({ segment }) => segment),
  );
}

/** Wide characters are measured one by one, so that a measure that remembers has little to remember. */
function measureWhole(text: string, measure: Measure): number {
  if (!WIDE.test(text)) return measure(text);
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += measure(segment);
  return width;
}

/** What stays together on a line: a word, or a wide character, each with the marks that may not be parted from it. */
function* pieces(text: string): Generator<string> {
  let piece = '';
  let before: string | undefined;
  for (const { segment } of graphemes.segment(text)) {
    if (/^\s$/.test(segment)) {
      if (piece !== '') yield piece;
      yield ' ';
      [piece, before] = ['', undefined];
      continue;
    }
    if (before !== undefined && mayBreak(before, segment)) {
      yield piece;
      piece = '';
    }
    piece += segment;
    before = segment;
  }
  if (piece !== '') yield piece;
}

function mayBreak(before: string, after: string): boolean {
  if (NEVER_LAST.has(before) || NEVER_FIRST.has(after)) return false;
  return WIDE.test(before) || WIDE.test(after) || before === '—' || before === '…';
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Jieba } from '@node-rs/jieba';

let jieba: Jieba | undefined;

/** A custom word must win against the product of its parts, so it gets a frequency that common words have. */
const CUSTOM_WORD_FREQUENCY = 2000;
const CUSTOM_WORD_CHARACTERS = 20;

function segmenter(): Jieba {
  if (!jieba) {
    // Read here and not by `@node-rs/jieba/dict`, which also keeps a second, unneeded table of 6 MB in memory.
    const dictionary = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
    jieba = Jieba.withDict(readFileSync(dictionary));
  }
  return jieba;
}

/**
 * Teaches the segmenter words of the city (names of districts, estates, roads, departments). Words that are not
 * 2-20 letters or digits are passed over. Holds for this process; call it at start and when the list changes.
 *
 * @returns how many words were taken.
 */
export function addWords(words: Iterable<string>): number {
  const lines: string[] = [];
  for (const word of words) {
    const clean = word.trim();
    if (!/^[\p{L}\p{N}]+$/u.test(clean)) continue;
    const length = [...clean].length;
    if (length < 2 || length > CUSTOM_WORD_CHARACTERS) continue;
    lines.push(`${clean} ${CUSTOM_WORD_FREQUENCY} ns`);
  }
  if (lines.length > 0) segmenter().loadDict(Buffer.from(`${lines.join('\n')}\n`));
  return lines.length;
}

/** Cuts text into words; joined again they are the text (lone surrogates replaced by U+FFFD). */
export function segment(text: string): string[] {
  return segmenter().cut(text.toWellFormed(), true);
}

/** Like {@link segment}, and long words also give the shorter words inside them; the order is that of the text. */
export function segmentForSearch(text: string): string[] {
  return segmenter().cutForSearch(text.toWellFormed(), true);
}

/** A word with its part of speech in jieba's tags (`n` noun, `ns` place, `v` verb, `p` preposition ...). */
export type TaggedWord = { word: string; tag: string };

/** Cuts text into words with their parts of speech. */
export function tagWords(text: string): TaggedWord[] {
  return segmenter().tag(text.toWellFormed(), true);
}

const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\p{Z}\p{S}\p{M}]+$/u;
const OPENING = /^[\p{Ps}\p{Pi}]+$/u;

/**
 * Cuts a title into pieces between which a line may break (`<wbr>`): words with the punctuation that follows them,
 * opening brackets with what they open, Latin and digits with the unit behind them. Joined, they are the title.
 */
export function wordBreaks(title: string): string[] {
  const pieces: string[] = [];
  let glue = false;
  for (const word of segment(title)) {
    const last = pieces.at(-1);
    const opens = OPENING.test(word);
    const closes = !opens && CLOSING.test(word);
    const unit = last !== undefined && /[a-z0-9]$/i.test(last) && /^\p{Script=Han}$/u.test(word);
    if (last !== undefined && (glue || closes || unit)) pieces[pieces.length - 1] = last + word;
    else pieces.push(word);
    glue = opens;
  }
  return pieces;
}

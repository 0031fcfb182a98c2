import { THEME_COUNT, themesAt } from './themes.ts';

/** Longest part of a message that is read, in UTF-16 code units after normalising; what comes later says nothing new. */
export const MAX_CHARS = 6000;

/**
 * The features of one message. `keys[i]` is the feature, `leading[i]` how often it occurs with occurrences near the
 * beginning counting more, `plain[i]` how often. Entries 0 to `size - 1` hold; the arrays are reused by the next call.
 */
export type Features = { size: number; keys: Uint32Array; leading: Float32Array; plain: Float32Array };

// Keys: a character is itself, two characters are one in each half; themes and foreign words live in the
// private use area, which normalising clears from the text.
const THEME_BASE = 0xe001 * 65536;
const WORD_BASE = 0xe100;
const WORD_SPACES = 0x7ff;
const SLOTS = 65536;

/** Comparable form of a text: compatibility forms folded, lower case, no white space, no quotes, capped. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_CHARS * 4)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Co}"“”]+/gu, ' ')
    .replace(/(?<![a-z0-9\u00C0-\u1FFF]) | (?![a-z0-9\u00C0-\u1FFF])/g, '')
    .slice(0, MAX_CHARS);
}

// A title leads, and the first sentence repeats it: what stands there tells more than what stands in the middle.
const LEAD = Float32Array.from({ length: MAX_CHARS }, (_, at) => 0.3 + 2 * Math.exp(-at / 30));

/** Turns messages into features; holds its working arrays, so that reading a message allocates next to nothing. */
export class FeatureReader {
  readonly #slotOf = new Int32Array(SLOTS).fill(-1);
  readonly #used: number[] = [];
  readonly #features: Features = {
    size: 0,
    keys: new Uint32Array(SLOTS / 2),
    leading: new Float32Array(SLOTS / 2),
    plain: new Float32Array(SLOTS / 2),
  };

  /** Reads a normalised text; the result is valid until the next call. */
  read(text: string): Features {
    for (const slot of this.#used) this.#slotOf[slot] = -1;
    this.#used.length = 0;
    this.#features.size = 0;
    let at = 0;
    const foundTheme = (theme: number) => this.#count(THEME_BASE + theme, at);
    for (; at < text.length && at < MAX_CHARS; at++) {
      const unit = text.charCodeAt(at);
      if (unit !== 32) this.#count(unit, at);
      if (at + 1 < text.length) this.#count(unit * 65536 + text.charCodeAt(at + 1), at);
      themesAt(text, at, foundTheme);
    }
    this.#countWords(text);
    return this.#features;
  }

  // Scripts written with spaces: two letters say little, so whole words count too.
  #countWords(text: string): void {
    for (const { 0: word, index } of text.matchAll(/[a-z0-9\u00C0-\u1FFF]{3,40}/g)) {
      let hash = 0x811c9dc5;
      for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
      hash >>>= 0;
      this.#count((WORD_BASE + ((hash >>> 16) & WORD_SPACES)) * 65536 + (hash & 0xffff), index);
    }
  }

  #count(key: number, at: number): void {
    const { keys, leading, plain } = this.#features;
    let slot = Math.imul(key, 0x9e3779b1) >>> 16;
    let entry = this.#slotOf[slot]!;
    while (entry >= 0 && keys[entry] !== key) {
      slot = (slot + 1) % SLOTS;
      entry = this.#slotOf[slot]!;
    }
    if (entry < 0) {
      if (this.#features.size === keys.length) return;
      entry = this.#features.size++;
      this.#slotOf[slot] = entry;
      this.#used.push(slot);
      keys[entry] = key;
      leading[entry] = 0;
      plain[entry] = 0;
    }
    leading[entry] = leading[entry]! + LEAD[at]!;
    plain[entry] = plain[entry]! + 1;
  }
}

/** True for keys that stand for a theme of the lexicon; they stay in every vocabulary. */
export function isTheme(key: number): boolean {
  return key >= THEME_BASE && key < THEME_BASE + THEME_COUNT;
}

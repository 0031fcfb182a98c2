import { type Features, isTheme } from './features.ts';
import type { KeyCounts } from './key-counts.ts';

/** Sparse rows: row r holds entries `start[r]` to `start[r + 1] - 1`. */
export type Rows = { start: Int32Array; feature: Int32Array; value: Float32Array };

/** Which features a model knows, in rising order of key, and how telling each is (inverse document frequency, raised). */
export class Vocabulary {
  readonly keys: Uint32Array;
  readonly rarity: Float32Array;
  readonly #table: Int32Array;

  constructor(keys: Uint32Array, rarity: Float32Array) {
    this.keys = keys;
    this.rarity = rarity;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(keys.length, 1) * 2 + 1));
    this.#table = new Int32Array(slots).fill(-1);
    for (let i = 0; i < keys.length; i++) {
      let slot = Math.imul(keys[i]!, 0x9e3779b1) & (slots - 1);
      while (this.#table[slot]! >= 0) slot = (slot + 1) & (slots - 1);
      this.#table[slot] = i;
    }
  }

  get size(): number {
    return this.keys.length;
  }

  /** Place of a key, or -1 where it is unknown. */
  find(key: number): number {
    const mask = this.#table.length - 1;
    let slot = Math.imul(key, 0x9e3779b1) & mask;
    for (;;) {
      const place = this.#table[slot]!;
      if (place < 0 || this.keys[place] === key) return place;
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Writes the weighted features of a message into `feature` and both value arrays from `at` on, each value vector
   * scaled to length 1; returns how many were written (0: nothing of it is known).
   */
  weigh(features: Features, feature: Int32Array, leading: Float32Array, plain: Float32Array, at = 0): number {
    let end = at;
    let leadingSquares = 0;
    let plainSquares = 0;
    for (let i = 0; i < features.size; i++) {
      const place = this.find(features.keys[i]!);
      if (place < 0) continue;
      const rarity = this.rarity[place]!;
      const lead = damped(features.leading[i]!) * rarity;
      const even = damped(features.plain[i]!) * rarity;
      feature[end] = place;
      leading[end] = lead;
      plain[end] = even;
      leadingSquares += lead * lead;
      plainSquares += even * even;
      end++;
    }
    const leadingScale = 1 / Math.sqrt(leadingSquares || 1);
    const plainScale = 1 / Math.sqrt(plainSquares || 1);
    for (let i = at; i < end; i++) {
      leading[i] = leading[i]! * leadingScale;
      plain[i] = plain[i]! * plainScale;
    }
    return end - at;
  }
}

function damped(count: number): number {
  return count >= 1 ? 1 + Math.log(count) : count;
}

/** Builds a vocabulary from how many of `rows` messages hold each key: themes, and the most frequent others up to `limit`. */
export function buildVocabulary(rowsWith: KeyCounts, rows: number, limit: number): Vocabulary {
  const least = Math.max(rows >= 1000 ? 3 : rows >= 200 ? 2 : 1, leastWithin(rowsWith, rows, limit));
  const known = new Map<number, number>();
  rowsWith.forEach((key, count) => {
    if (count >= least || isTheme(key)) known.set(key, count);
  });
  const keys = Uint32Array.from(known.keys()).sort();
  const rarity = Float32Array.from(keys, (key) => (Math.log((1 + rows) / (1 + known.get(key)!)) + 1) ** 1.5);
  return new Vocabulary(keys, rarity);
}

/** The least count at which no more than `limit` keys are left. */
function leastWithin(rowsWith: KeyCounts, rows: number, limit: number): number {
  const keysWith = new Uint32Array(rows + 1);
  rowsWith.forEach((_, count) => {
    keysWith[count] = keysWith[count]! + 1;
  });
  let kept = 0;
  for (let count = rows; count > 0; count--) {
    kept += keysWith[count]!;
    if (kept > limit) return count + 1;
  }
  return 1;
}

import { type Features, isTheme } from './features.ts';

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

/** Builds a vocabulary from how many of `rows` messages hold each key; the most frequent `limit` keys stay. */
export function buildVocabulary(rowsWith: Map<number, number>, rows: number, limit: number): Vocabulary {
  const least = rows >= 1000 ? 3 : rows >= 200 ? 2 : 1;
  let kept = [...rowsWith].filter(([, count]) => count >= least);
  if (kept.length > limit) {
    const rank = ([key, count]: [number, number]) => (isTheme(key) ? Number.MAX_SAFE_INTEGER : count);
    kept = kept.sort((a, b) => rank(b) - rank(a) || a[0] - b[0]).slice(0, limit);
  }
  kept.sort((a, b) => a[0] - b[0]);
  const rarity = Float32Array.from(kept, ([, count]) => (Math.log((1 + rows) / (1 + count)) + 1) ** 1.5);
  return new Vocabulary(
    Uint32Array.from(kept, ([key]) => key),
    rarity,
  );
}

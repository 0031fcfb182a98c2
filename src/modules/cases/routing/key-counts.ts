/** Counts of 32-bit keys in flat arrays: a fraction of the memory of a Map, and no pause for growing it in one go. */
export class KeyCounts {
  #keys: Uint32Array;
  #counts: Uint32Array;
  #size = 0;

  constructor(slots = 65536) {
    this.#keys = new Uint32Array(slots);
    this.#counts = new Uint32Array(slots);
  }

  /** Number of different keys. */
  get size(): number {
    return this.#size;
  }

  add(key: number, count = 1): void {
    if (this.#size * 2 >= this.#keys.length) this.#rebuild(this.#keys.length * 2, 0);
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (this.#counts[slot]! > 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    if (this.#counts[slot] === 0) this.#size++;
    this.#keys[slot] = key;
    this.#counts[slot] = this.#counts[slot]! + count;
  }

  /** Forgets keys that were counted once. */
  forgetRare(): void {
    this.#rebuild(this.#keys.length, 1);
  }

  forEach(visit: (key: number, count: number) => void): void {
    for (const [slot, count] of this.#counts.entries()) if (count > 0) visit(this.#keys[slot]!, count);
  }

  #rebuild(slots: number, above: number): void {
    const kept = new KeyCounts(slots);
    this.forEach((key, count) => {
      if (count > above) kept.add(key, count);
    });
    this.#keys = kept.#keys;
    this.#counts = kept.#counts;
    this.#size = kept.#size;
  }
}

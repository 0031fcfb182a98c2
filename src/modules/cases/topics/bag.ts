/** Numbers the words of a collection, so that each is kept once however many messages hold it. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #words: string[] = [];

  numberOf(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.#words.length;
      // A copy: a word cut from a text would keep the whole text in memory.
      const own = Buffer.from(word).toString();
      this.#words.push(own);
      this.#numbers.set(own, number);
    }
    return number;
  }

  find(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  wordOf(number: number): string {
    return this.#words[number]!;
  }
}

/** The words of one text with how often each occurs, some eight bytes a word. */
export class Bag {
  readonly #vocabulary: Vocabulary;
  readonly #numbers: Int32Array;
  readonly #counts: Uint16Array;

  constructor(counts: ReadonlyMap<string, number>, vocabulary: Vocabulary) {
    const entries = [...counts].map(([word, count]) => [vocabulary.numberOf(word), Math.min(count, 65_535)] as const);
    entries.sort((a, b) => a[0] - b[0]);
    this.#vocabulary = vocabulary;
    this.#numbers = Int32Array.from(entries, (entry) => entry[0]);
    this.#counts = Uint16Array.from(entries, (entry) => entry[1]);
  }

  has(word: string): boolean {
    const number = this.#vocabulary.find(word);
    if (number === undefined) return false;
    let low = 0;
    let high = this.#numbers.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#numbers[middle]!;
      if (found === number) return true;
      if (found < number) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }

  *words(): Generator<string> {
    for (const number of this.#numbers) yield this.#vocabulary.wordOf(number);
  }

  *entries(): Generator<[word: string, count: number]> {
    for (let i = 0; i < this.#numbers.length; i++) yield [this.#vocabulary.wordOf(this.#numbers[i]!), this.#counts[i]!];
  }
}

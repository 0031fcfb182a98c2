type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** The same array, or one twice as long where `index` would not fit. */
function grown<A extends Numbers>(array: A, index: number): A {
  if (index < array.length) return array;
  const larger = new (array.constructor as new (length: number) => A)(Math.max(index + 1, array.length * 2));
  larger.set(array);
  return larger;
}

const isBallot = 1;
const isReplaced = 2;
const isInvalid = 4;
const isReplacing = 8;

export type BallotState = 'counted' | 'replaced' | 'invalidated';

/**
 * Every leaf in a few flat arrays, about 80 bytes a ballot, so that a million of them fit into a telephone: ids in a hash
 * table of their own, leaf hashes one after another, choices as indexes of entries.
 */
export class BallotLedger {
  size = 0;
  ballots = 0;
  #ids = new Uint32Array(4096);
  #table = new Uint32Array(2048);
  #state = new Uint8Array(1024);
  #category = new Uint16Array(1024);
  #choicesEnd = new Uint32Array(1024);
  #choices = new Uint32Array(4096);
  #hashes = new Uint8Array(32 * 1024);
  // Whoever makes a file up must not know where its ids fall.
  readonly #salt = Math.floor(Math.random() * 0xffff_ffff) | 1;

  /** @param hash of the leaf, 32 bytes */
  #leaf(hash: Uint8Array): number {
    const position = this.size++;
    this.#hashes = grown(this.#hashes, this.size * 32 - 1);
    this.#hashes.set(hash, position * 32);
    this.#state = grown(this.#state, position);
    this.#choicesEnd = grown(this.#choicesEnd, position);
    this.#choicesEnd[position] = position === 0 ? 0 : (this.#choicesEnd[position - 1] as number);
    return position;
  }

  /** Adds a leaf that is no ballot. */
  addOther(hash: Uint8Array): void {
    this.#leaf(hash);
  }

  /**
   * Adds a ballot; `choices` are indexes of entries.
   * @returns the position of an earlier ballot with this id, which stays the one that is found; null: there is none
   */
  addBallot(
    hash: Uint8Array,
    ballot: { id: Uint8Array; category: number; choices: number[]; replaces: boolean },
  ): number | null {
    const position = this.#leaf(hash);
    this.ballots++;
    this.#state[position] = ballot.replaces ? isBallot | isReplacing : isBallot;
    this.#category = grown(this.#category, position);
    this.#category[position] = ballot.category;
    let end = this.#choicesEnd[position] as number;
    this.#choices = grown(this.#choices, end + ballot.choices.length);
    for (const choice of ballot.choices) this.#choices[end++] = choice;
    this.#choicesEnd[position] = end;
    this.#ids = grown(this.#ids, position * 4 + 3);
    const words = wordsOf(ballot.id);
    for (let i = 0; i < 4; i++) this.#ids[position * 4 + i] = words[i] as number;
    if (this.ballots * 2 > this.#table.length) this.#rehash();
    const slot = this.#slot(words);
    const found = this.#table[slot] as number;
    if (found !== 0) return found - 1;
    this.#table[slot] = position + 1;
    return null;
  }

  /** Where in the table this id stands, or would stand. */
  #slot(words: Uint32Array): number {
    const mask = this.#table.length - 1;
    let mixed = this.#salt;
    for (let i = 0; i < 4; i++) mixed = Math.imul(mixed ^ (words[i] as number), 0x9e37_79b1) ^ (mixed >>> 15);
    for (let slot = (mixed ^ (mixed >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const held = this.#table[slot] as number;
      if (held === 0 || this.#hasId(held - 1, words)) return slot;
    }
  }

  #hasId(position: number, words: Uint32Array): boolean {
    const at = position * 4;
    for (let i = 0; i < 4; i++) if (this.#ids[at + i] !== words[i]) return false;
    return true;
  }

  #rehash(): void {
    const before = this.#table;
    this.#table = new Uint32Array(before.length * 4);
    for (const held of before) {
      if (held === 0) continue;
      const at = (held - 1) * 4;
      this.#table[this.#slot(this.#ids.subarray(at, at + 4))] = held;
    }
  }

  /** The position of the ballot with this id; null where there is none. */
  find(id: Uint8Array): number | null {
    const held = this.#table[this.#slot(wordsOf(id))] as number;
    return held === 0 ? null : held - 1;
  }

  isBallotAt(position: number): boolean {
    return position < this.size && ((this.#state[position] as number) & isBallot) !== 0;
  }

  categoryAt(position: number): number {
    return this.#category[position] as number;
  }

  /** Indexes of the entries on the ballot. */
  choicesAt(position: number): Uint32Array {
    const from = position === 0 ? 0 : this.#choicesEnd[position - 1];
    return this.#choices.subarray(from, this.#choicesEnd[position]);
  }

  /** @returns false where it was replaced already */
  replace(position: number): boolean {
    const before = this.#state[position] as number;
    this.#state[position] = before | isReplaced;
    return (before & isReplaced) === 0;
  }

  invalidate(position: number): void {
    this.#state[position] = (this.#state[position] as number) | isInvalid;
  }

  stateAt(position: number): BallotState {
    const state = this.#state[position] as number;
    if ((state & isReplaced) !== 0) return 'replaced';
    return (state & isInvalid) !== 0 ? 'invalidated' : 'counted';
  }

  leafHashAt(position: number): Uint8Array {
    return this.#hashes.slice(position * 32, position * 32 + 32);
  }

  /** What the ballots come to: `votes` by index of entry. */
  count(entries: number): Count {
    const votes = new Uint32Array(entries);
    const count = { ballots: this.ballots, replaced: 0, invalidated: 0, counted: 0, first: 0, votes };
    for (let position = 0; position < this.size; position++) {
      if (!this.isBallotAt(position)) continue;
      if (((this.#state[position] as number) & isReplacing) === 0) count.first++;
      const state = this.stateAt(position);
      count[state]++;
      if (state === 'counted')
        for (const choice of this.choicesAt(position)) votes[choice] = (votes[choice] as number) + 1;
    }
    return count;
  }
}

/** `replaced` come first: a ballot that was replaced and is named by an invalidation too is not among `invalidated`. */
export type Count = {
  ballots: number;
  replaced: number;
  invalidated: number;
  counted: number;
  /** ballots that replace no other */
  first: number;
  votes: Uint32Array;
};

const scratch = new Uint8Array(16);
const scratchWords = new Uint32Array(scratch.buffer);

/** The id as four numbers, valid until the next call. */
function wordsOf(id: Uint8Array): Uint32Array {
  scratch.set(id);
  return scratchWords;
}

import { createHash } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel.ts';
import { normaliseText } from '../../../kernel/text/index.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import { addSearches, forgetSearches, mostSearched } from './search-words.queries.ts';

/** A word is shown once so many different people looked for it within the days. */
export const leastSearches = 20;
const shownDays = 7;
const keptDays = 30;
const shownWords = 4;
const flush_ms = 10_000;
/** More people a day than this are counted as one: the memory that tells them apart is bounded. */
const mostSeen = 200_000;

/** What is counted until it is written: words of a day, and a fingerprint of who asked, which is never stored. */
class Counter {
  #day = '';
  #words = new Map<string, number>();
  #seen = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  readonly #k: Kernel;

  constructor(k: Kernel) {
    this.#k = k;
  }

  add(word: string, address: string): void {
    const day = localDate(this.#k.clock.now(), this.#k.config.TIME_ZONE);
    if (day !== this.#day) {
      const [before, words] = [this.#day, this.#words];
      this.#words = new Map();
      this.#day = day;
      this.#seen.clear();
      if (words.size > 0) this.#write(before, words);
    }
    const who = createHash('sha256')
      .update(`${this.#k.secret} ${day} ${address} ${word}`)
      .digest('base64url')
      .slice(0, 16);
    if (this.#seen.has(who) || this.#seen.size >= mostSeen) return;
    this.#seen.add(who);
    this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.flush(), flush_ms).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const words = this.#words;
    this.#words = new Map();
    if (words.size > 0) await this.#write(this.#day, words);
  }

  async #write(day: string, words: Map<string, number>): Promise<void> {
    await addSearches(this.#k.db, day, words).catch((error) =>
      this.#k.log.warn({ err: error }, 'searches could not be counted'),
    );
  }
}

const counters = new WeakMap<Kernel, Counter>();
function counterOf(k: Kernel): Counter {
  const counter = counters.get(k) ?? new Counter(k);
  counters.set(k, counter);
  return counter;
}

/** One word or name as people type it; nothing with figures in it, which may be somebody's number. */
const countable = /^[\p{Script=Han}a-z]+( [\p{Script=Han}a-z]+)?$/u;

/**
 * Counts a search that found something, once a person and day. What is kept is the word and how often: no account, no
 * address, no time.
 */
export function countSearch(k: Kernel, q: string, address: string): void {
  const word = normaliseText(q).trim();
  if (word.length >= 2 && word.length <= 12 && countable.test(word)) counterOf(k).add(word, address);
}

/** Writes what waits in memory now. */
export function flushSearches(k: Kernel): Promise<void> {
  return counterOf(k).flush();
}

/** What people look for these days. */
export function searchedWords(k: Kernel): Promise<string[]> {
  const since = addDays(localDate(k.clock.now(), k.config.TIME_ZONE), -shownDays);
  return mostSearched(k.db, since, leastSearches, shownWords);
}

/** Run by a job once a day. */
export function forgetOldSearches(k: Kernel): Promise<void> {
  return forgetSearches(k.db, addDays(localDate(k.clock.now(), k.config.TIME_ZONE), -keptDays));
}

import { createHmac, randomBytes } from 'node:crypto';
import { addressGroup } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import { isRobot } from './robots.ts';
import { addViews } from './views.queries.ts';

export type Looked = { slug: string; number: number; address: string; userAgent: string | undefined };

/** 2 MB: a million visitors of works a day are held with about two in a thousand taken for one that was seen. */
const bits = 2 ** 24;
const hashes = 4;
const counters = 2 ** 20;
/** Looks at one work from one range of addresses in a day: a school or an office, not a program that changes its name. */
const mostOfRange = 200;
/** Works whose looks wait to be written. */
const mostWaiting = 20_000;
const write_ms = 5_000;

/**
 * Looks at works, counted once a visitor and day. What is remembered of a visitor are bits in a filter, found by a hash with
 * a key that is drawn anew every day and kept nowhere: nothing of it can be led back to anybody, and nothing is stored.
 * docs/decisions/0051 says what that leaves out.
 */
export class ViewCounter {
  readonly #k: Kernel;
  #day = '';
  #key = randomBytes(32);
  #seen = new Uint8Array(bits / 8);
  #ranges = new Uint8Array(counters);
  #waiting = new Map<string, { slug: string; number: number; day: string; views: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(k: Kernel) {
    this.#k = k;
  }

  /** @returns whether it was counted */
  note(looked: Looked): boolean {
    if (isRobot(looked.userAgent)) return false;
    this.#beginDay();
    const work = `${looked.slug}/${looked.number}`;
    const hash = createHmac('sha256', this.#key).update(`${work}\n${looked.address}\n${looked.userAgent}`).digest();
    if (this.#wasSeen(hash) || this.#isFlood(work, looked.address)) return false;
    const waiting = this.#waiting.get(work);
    if (waiting) waiting.views += 1;
    else if (this.#waiting.size >= mostWaiting) return false;
    else this.#waiting.set(work, { slug: looked.slug, number: looked.number, day: this.#day, views: 1 });
    this.#timer ??= setTimeout(() => {
      this.write().catch((error) => this.#k.log.warn({ err: error }, 'could not write how often works were looked at'));
    }, write_ms).unref();
    return true;
  }

  /** Writes what was counted since the last time. What was counted in between is lost with the process, and may be. */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const views = [...this.#waiting.values()];
    this.#waiting = new Map();
    if (views.length > 0) await addViews(this.#k.db, views);
  }

  #beginDay(): void {
    const today = localDate(this.#k.clock.now(), this.#k.config.TIME_ZONE);
    if (today === this.#day) return;
    const before = [...this.#waiting.values()];
    this.#waiting = new Map();
    if (before.length > 0)
      addViews(this.#k.db, before).catch((error) => this.#k.log.warn({ err: error }, 'could not write looks of a day'));
    this.#day = today;
    this.#key = randomBytes(32);
    this.#seen.fill(0);
    this.#ranges.fill(0);
  }

  /** Sets the bits of a look; true where all of them stood already. */
  #wasSeen(hash: Buffer): boolean {
    let known = true;
    for (let each = 0; each < hashes; each += 1) {
      const bit = hash.readUInt32LE(each * 4) % bits;
      const mask = 1 << (bit & 7);
      if (((this.#seen[bit >> 3] ?? 0) & mask) === 0) {
        known = false;
        this.#seen[bit >> 3] = (this.#seen[bit >> 3] ?? 0) | mask;
      }
    }
    return known;
  }

  #isFlood(work: string, address: string): boolean {
    const hash = createHmac('sha256', this.#key)
      .update(`range\n${work}\n${addressGroup(address)}`)
      .digest();
    const [a, b] = [hash.readUInt32LE(0) % counters, hash.readUInt32LE(4) % counters];
    const count = Math.min(this.#ranges[a] ?? 0, this.#ranges[b] ?? 0);
    if (count >= mostOfRange) return true;
    for (const place of new Set([a, b])) this.#ranges[place] = Math.min(255, (this.#ranges[place] ?? 0) + 1);
    return false;
  }
}

const counterOf = new WeakMap<Kernel, ViewCounter>();

/** The counter of this process. */
export function viewsOf(k: Kernel): ViewCounter {
  const counter = counterOf.get(k) ?? new ViewCounter(k);
  counterOf.set(k, counter);
  return counter;
}

import { AppError } from '../../../../kernel/errors/index.ts';
import { addressGroup } from '../../../../kernel/http/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** New participants without an account from one address (IPv6: /64) in an hour: beyond it each proves some work, and then no more. */
export const provesFrom = 30;
export const refusesFrom = 1_500;
/** Votes in ten minutes: of one participant, and from one address. A quick reader takes some seconds a statement. */
const votesOfOne = 400;
const votesFromAddress = 6_000;

const hour_ms = 3_600_000;
const window_ms = 600_000;
const mostKept = 200_000;

type Count = { window: number; n: number };

/**
 * How much comes from where and from whom, in the memory of one process and nowhere else: nothing of it is kept. Counts in
 * several processes are each their own.
 */
export class Crowd {
  readonly #k: Kernel;
  readonly #counts = new Map<string, Count>();

  constructor(k: Kernel) {
    this.#k = k;
  }

  /** Somebody without a cookie came: whether they become a participant right away. Counts them. */
  arrival(mapId: string, address: string): 'welcome' | 'prove' {
    const n = this.#count(`new ${mapId} ${addressGroup(address)}`, hour_ms);
    return n > provesFrom * this.#k.limits.factor ? 'prove' : 'welcome';
  }

  /** Somebody proved some work, or takes part by program. @throws AppError consultations.opinion_map.crowded */
  proved(mapId: string, address: string): void {
    const n = this.#count(`proved ${mapId} ${addressGroup(address)}`, hour_ms);
    if (n > refusesFrom * this.#k.limits.factor)
      throw new AppError('consultations.opinion_map.crowded', { seconds: 3600 });
  }

  /** One vote. @throws AppError consultations.opinion_map.crowded */
  vote(participant: string, address: string): void {
    const { factor } = this.#k.limits;
    if (
      this.#count(participant, window_ms) > votesOfOne * factor ||
      this.#count(`from ${addressGroup(address)}`, window_ms) > votesFromAddress * factor
    )
      throw new AppError('consultations.opinion_map.crowded', { seconds: 600 });
  }

  #count(key: string, span_ms: number): number {
    const window = Math.floor(this.#k.clock.now().getTime() / span_ms);
    const count = this.#counts.get(key);
    if (count?.window === window) return ++count.n;
    if (!count && this.#counts.size >= mostKept) this.#counts.clear();
    this.#counts.set(key, { window, n: 1 });
    return 1;
  }
}

const known = new WeakMap<Kernel, Crowd>();

/** The one of this process. */
export function crowdOf(k: Kernel): Crowd {
  let crowd = known.get(k);
  if (!crowd) {
    crowd = new Crowd(k);
    known.set(k, crowd);
  }
  return crowd;
}

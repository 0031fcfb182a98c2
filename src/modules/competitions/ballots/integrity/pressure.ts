import { createHmac } from 'node:crypto';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Stage } from '../../competitions.rules.ts';
import { addressRange } from './address-range.ts';
import { addBursts } from './burst.queries.ts';

export type BallotStage = Pick<Stage<'ballot'>, 'id' | 'settings'> & { competitionId: string };

/** What a ballot is asked for before it is taken, and the mark it is given: 0, or the number of a burst. */
export type Weighed = { ask: 'nothing' | 'proof' | 'refuse'; mark: number };

/** Ballots from one range within ten minutes: from so many on, work is to be proved; from so many on they are marked. */
export const provesFrom = 25;
export const marksFrom = 50;
const window_ms = 600_000;
const hour_ms = 3_600_000;
const flushAfter_ms = 3_000;
/** Ranges that one process remembers of an hour; beyond it the quiet ones are forgotten. */
const mostRanges = 200_000;

type Range = { hour: number; inHour: number; window: number; inWindow: number };
type Burst = {
  competitionId: string;
  stageId: string;
  mark: number;
  range: string;
  since: number;
  asked: number;
  proved: number;
  refused: number;
};

/**
 * How much comes from where, in the memory of one process. Nothing of it is kept but bursts: ranges from which so many
 * ballots came at once that they point at nobody. Counts in several processes are each their own; bursts add up.
 */
export class Pressure {
  readonly #k: Kernel;
  readonly #ranges = new Map<string, Range>();
  #bursts = new Map<string, Burst>();
  #timer: NodeJS.Timeout | null = null;

  constructor(k: Kernel) {
    this.#k = k;
  }

  /** Weighs one ballot that somebody wants to cast, and counts it. */
  note(stage: BallotStage, address: string, at: Date): Weighed {
    const { factor } = this.#k.limits;
    const now = at.getTime();
    const name = addressRange(address);
    const range = this.#range(`${stage.id} ${name}`, now);
    range.inHour++;
    range.inWindow++;
    const { proof, perRangeHour } = stage.settings;
    const refuses = range.inHour > perRangeHour * factor;
    const proves = proof === 'always' || range.inWindow > provesFrom * factor;
    const ask = refuses ? 'refuse' : proves ? 'proof' : 'nothing';
    if (range.inWindow <= marksFrom * factor) return { ask, mark: 0 };
    return { ask, mark: this.#burst(stage, name, range, ask).mark };
  }

  /** Whether the form for somebody from there had better hold a proof already. Counts nothing. */
  wantsProof(stage: BallotStage, address: string, at: Date): boolean {
    if (stage.settings.proof === 'always') return true;
    const range = this.#ranges.get(`${stage.id} ${addressRange(address)}`);
    if (!range || range.window !== Math.floor(at.getTime() / window_ms)) return false;
    return range.inWindow >= provesFrom * this.#k.limits.factor;
  }

  /** Writes bursts down. By itself some seconds after one grew; tests call it. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const bursts = [...this.#bursts.values()].filter(({ asked }) => asked > 0);
    this.#bursts = new Map();
    if (bursts.length > 0)
      await addBursts(
        this.#k.db,
        bursts.map((burst) => ({ ...burst, since: new Date(burst.since) })),
      );
  }

  #range(key: string, now: number): Range {
    const hour = Math.floor(now / hour_ms);
    const window = Math.floor(now / window_ms);
    let range = this.#ranges.get(key);
    if (!range) {
      if (this.#ranges.size >= mostRanges) this.#forget(hour);
      range = { hour, inHour: 0, window, inWindow: 0 };
      this.#ranges.set(key, range);
    }
    if (range.hour !== hour) Object.assign(range, { hour, inHour: 0 });
    if (range.window !== window) Object.assign(range, { window, inWindow: 0 });
    return range;
  }

  #forget(hour: number): void {
    for (const [key, range] of this.#ranges) if (range.hour !== hour || range.inHour <= 2) this.#ranges.delete(key);
    if (this.#ranges.size >= mostRanges) this.#ranges.clear();
  }

  #burst(stage: BallotStage, name: string, range: Range, ask: Weighed['ask']): Burst {
    const key = `${stage.id} ${name} ${range.window}`;
    let burst = this.#bursts.get(key);
    if (!burst) {
      // The same number in every process, so that their counts meet in one row.
      const digest = createHmac('sha256', this.#k.secret).update(`burst ${key}`).digest();
      const mark = digest.readUInt32BE(0) & 0x7fffffff || 1;
      const { competitionId, id: stageId } = stage;
      burst = {
        competitionId,
        stageId,
        mark,
        range: name,
        since: range.window * window_ms,
        asked: 0,
        proved: 0,
        refused: 0,
      };
      this.#bursts.set(key, burst);
      // What came before the burst was one counts with it, once a process.
      if (range.inWindow === Math.floor(marksFrom * this.#k.limits.factor) + 1) burst.asked = range.inWindow - 1;
    }
    burst.asked++;
    if (ask === 'proof') burst.proved++;
    if (ask === 'refuse') burst.refused++;
    this.#timer ??= setTimeout(() => this.#flushQuietly(), flushAfter_ms).unref();
    return burst;
  }

  #flushQuietly(): void {
    this.flush().catch((error) => this.#k.log.warn({ err: error }, 'could not write bursts of ballots down'));
  }
}

const known = new WeakMap<Kernel, Pressure>();

/** The one of this process. */
export function pressureOf(k: Kernel): Pressure {
  let pressure = known.get(k);
  if (!pressure) {
    pressure = new Pressure(k);
    known.set(k, pressure);
  }
  return pressure;
}

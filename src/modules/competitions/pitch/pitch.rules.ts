import { createHash } from 'node:crypto';
import type { StageSettings } from '../competitions.rules.ts';

export type SlotState = 'waiting' | 'pitching' | 'questions' | 'scoring' | 'done' | 'absent' | 'gone';

/** What the person who runs the day can do with a slot. */
export const slotActs = ['start', 'ask', 'score', 'finish', 'absent', 'back', 'pause', 'resume'] as const;
export type SlotAct = (typeof slotActs)[number];

export const speaking: readonly SlotState[] = ['pitching', 'questions', 'scoring'];

const ways: Record<Exclude<SlotAct, 'pause' | 'resume'>, { from: readonly SlotState[]; to: SlotState }> = {
  start: { from: ['waiting', 'absent'], to: 'pitching' },
  ask: { from: ['pitching'], to: 'questions' },
  score: { from: ['pitching', 'questions'], to: 'scoring' },
  finish: { from: ['scoring'], to: 'done' },
  absent: { from: ['waiting', 'pitching'], to: 'absent' },
  // Started too early, or the wrong one.
  back: { from: ['pitching', 'questions', 'scoring', 'absent'], to: 'waiting' },
};

/** The state after an act; the same for pausing; null: not possible now. */
export function afterAct(state: SlotState, act: SlotAct, paused: boolean): SlotState | null {
  if (act === 'pause') return speaking.includes(state) && !paused ? state : null;
  if (act === 'resume') return speaking.includes(state) && paused ? state : null;
  return ways[act].from.includes(state) ? ways[act].to : null;
}

/** What can be done with a slot now, the usual next step first. */
export function possibleActs(
  state: SlotState,
  paused: boolean,
  settings: Pick<StageSettings['pitch'], 'questionMinutes'>,
): SlotAct[] {
  return slotActs.filter(
    (act) => afterAct(state, act, paused) !== null && (act !== 'ask' || settings.questionMinutes > 0),
  );
}

export type Clock = {
  /** seconds planned for the phase; 0: no limit */
  planned: number;
  /** seconds left, below zero when over; null without a limit */
  left: number | null;
  paused: boolean;
};

/** The clock of the phase that runs; null where none does. */
export function clockOf(
  slot: { state: SlotState; startedAt: Date | null; pausedAt: Date | null; pausedMs: number },
  settings: Pick<StageSettings['pitch'], 'pitchMinutes' | 'questionMinutes'>,
  at: Date,
): Clock | null {
  if (!slot.startedAt) return null;
  const planned =
    slot.state === 'pitching'
      ? settings.pitchMinutes * 60
      : slot.state === 'questions'
        ? settings.questionMinutes * 60
        : 0;
  const until = slot.pausedAt ?? at;
  const run_ms = until.getTime() - slot.startedAt.getTime() - slot.pausedMs;
  return { planned, left: planned === 0 ? null : planned - Math.floor(run_ms / 1000), paused: slot.pausedAt !== null };
}

/**
 * The order by lot: numbers of entries sorted by SHA-256 of `<seed>:<number>`. Whoever has the seed draws the same.
 * @param seed hexadecimal
 */
export function drawnOrder(seed: string, numbers: readonly number[]): number[] {
  const lot = (number: number) => createHash('sha256').update(`${seed}:${number}`).digest('hex');
  return [...numbers]
    .map((number) => ({ number, lot: lot(number) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ number }) => number);
}

/** What a contestant signs: the totals of the sheets from the lowest up, without jurors. */
export function sheetDigest(entryNumber: number, totals: readonly number[]): string {
  const sorted = [...totals].sort((a, b) => a - b).map((total) => total.toFixed(2));
  return createHash('sha256')
    .update(`${entryNumber}:${sorted.join(',')}`)
    .digest('hex');
}

import type { Duty } from '../competitions.rules.ts';

export type Conflict = 'judges' | 'organises' | 'observes' | 'enters';

const judging: readonly Duty[] = ['juror', 'chair'];
const running: readonly Duty[] = ['organiser', 'screener'];

/**
 * Whether a duty does not go with what somebody is in the same competition: nobody scores what they run, an observer does
 * nothing else, and nobody but an observer enters.
 * @param given.others accepted duties
 * @param given.organises holds the organiser's role for the department
 */
export function dutyConflict(
  duty: Duty,
  given: { others: readonly Duty[]; organises: boolean; enters: boolean },
): Conflict | null {
  const { others, organises, enters } = given;
  if (duty === 'observer') return organises || others.some((other) => other !== 'observer') ? 'observes' : null;
  if (others.includes('observer')) return 'observes';
  if (enters) return 'enters';
  if (judging.includes(duty)) return organises || others.some((other) => running.includes(other)) ? 'organises' : null;
  return others.some((other) => judging.includes(other)) ? 'judges' : null;
}

/** Screeners and organisers see how to reach entrants: they are staff, with the second factor. */
export const needsStaff = (duty: Duty): boolean => running.includes(duty);

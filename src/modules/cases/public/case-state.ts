import type { T } from '../../../kernel/i18n/index.ts';
import type { StateTone } from '../../../ui/marks.tsx';
import type { CaseState } from '../cases.rules.ts';

export type PublicState =
  | 'waiting'
  | 'accepted'
  | 'dispatched'
  | 'working'
  | 'again'
  | 'answered'
  | 'closed'
  | 'declined'
  | 'merged'
  | 'ended'
  | 'withdrawn';

// What happens inside (a return, a review) is not told outside: there the case is where it was.
const publicStates: Record<CaseState, PublicState> = {
  submitted: 'waiting',
  accepted: 'accepted',
  declined: 'declined',
  merged: 'merged',
  dispatched: 'dispatched',
  return_requested: 'dispatched',
  signed: 'working',
  in_progress: 'working',
  replied: 'working',
  reviewed: 'answered',
  rated: 'closed',
  sent_back: 'again',
  closed: 'closed',
  archived: 'closed',
  withdrawn: 'withdrawn',
  ended: 'ended',
};

const tones: Record<PublicState, StateTone> = {
  waiting: 'wait',
  accepted: 'wait',
  dispatched: 'open',
  working: 'open',
  again: 'open',
  answered: 'ok',
  closed: 'ok',
  declined: 'no',
  merged: 'wait',
  ended: 'no',
  withdrawn: 'wait',
};

/** How a case stands for everybody, as a code. */
export function publicState(facts: { state: CaseState; stateBefore?: CaseState | null }): PublicState {
  return publicStates[facts.state === 'archived' ? (facts.stateBefore ?? 'archived') : facts.state];
}

/**
 * How a case stands, in a word for everybody.
 * @param solved what its author said of the latest answer; null: nothing
 */
export function stateWords(
  t: T,
  facts: { state: CaseState; stateBefore?: CaseState | null; solved: boolean | null },
): { tone: StateTone; word: string } {
  const shown = publicState(facts);
  if (shown === 'closed' && facts.solved !== null)
    return facts.solved
      ? { tone: 'ok', word: t('cases.public.state.solved') }
      : { tone: 'no', word: t('cases.public.state.unsolved') };
  return { tone: tones[shown], word: t(`cases.public.state.${shown}`) };
}

/** What the filter of the public list offers, and the states behind each. */
export const statusFilters = {
  open: ['accepted', 'dispatched', 'return_requested', 'signed', 'in_progress', 'replied', 'sent_back'],
  answered: ['reviewed'],
  closed: ['rated', 'closed', 'archived'],
  declined: ['declined'],
  merged: ['merged'],
} as const satisfies Record<string, readonly CaseState[]>;
export type StatusFilter = keyof typeof statusFilters;

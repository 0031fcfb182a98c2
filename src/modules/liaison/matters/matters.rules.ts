export const matterStates = ['open', 'in_progress', 'answered', 'closed', 'dropped'] as const;
export type MatterState = (typeof matterStates)[number];

/** What can happen to a matter. */
export const matterActs = [
  // the owner begins, reports a step, says what came of it
  'start',
  'step',
  'answer',
  'postpone',
  // it becomes a case of the mailbox, and hears from there
  'to_case',
  'case_news',
  'case_answered',
  'case_again',
  // it changes hands
  'offer',
  'withdraw_offer',
  'refuse',
  'take',
  'give',
  // the member
  'add',
  'rate',
  'drop',
  'reopen',
  // time alone
  'lapse',
] as const;
export type MatterAct = (typeof matterActs)[number];

/** Not yet done, by the city or by the member. */
export const openStates = ['open', 'in_progress', 'answered'] as const satisfies readonly MatterState[];
/** The department has something to do. */
export const workingStates = ['open', 'in_progress'] as const satisfies readonly MatterState[];

const working: readonly MatterState[] = workingStates;
const notOver: readonly MatterState[] = openStates;

/** act → from which states, and to which; nothing else changes a state. */
const transitions: Record<MatterAct, { from: readonly MatterState[]; to: MatterState | 'same' }> = {
  start: { from: ['open'], to: 'in_progress' },
  step: { from: working, to: 'in_progress' },
  answer: { from: working, to: 'answered' },
  postpone: { from: working, to: 'same' },
  to_case: { from: working, to: 'in_progress' },
  case_news: { from: notOver, to: 'same' },
  case_answered: { from: working, to: 'answered' },
  case_again: { from: ['answered'], to: 'in_progress' },
  offer: { from: working, to: 'same' },
  withdraw_offer: { from: notOver, to: 'same' },
  refuse: { from: notOver, to: 'same' },
  take: { from: working, to: 'same' },
  give: { from: notOver, to: 'same' },
  add: { from: notOver, to: 'same' },
  rate: { from: ['answered'], to: 'closed' },
  drop: { from: notOver, to: 'dropped' },
  reopen: { from: ['closed'], to: 'in_progress' },
  lapse: { from: ['answered'], to: 'closed' },
};

/** The state after `act`, or null where it cannot happen. A matter is taken up again once: only in its first round. */
export function nextState(state: MatterState, act: MatterAct, round: number): MatterState | null {
  const { from, to } = transitions[act];
  if (!from.includes(state)) return null;
  if (act === 'reopen' && round !== 1) return null;
  return to === 'same' ? state : to;
}

/** L2026-0007: the seventh matter of a year. */
export function matterNumber(year: number, serial: number): string {
  return `L${year}-${String(serial).padStart(4, '0')}`;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Act,
  acts,
  type CaseState,
  caseNumber,
  defaultLimits,
  finishedStates,
  isOpen,
  isPublic,
  isSatisfied,
  kinds,
  type LimitKind,
  limitKindFor,
  limitKinds,
  nextState,
  openStates,
  states,
  statesBefore,
} from './cases.rules.ts';

/** domain.md's states and ways between them, written down once more by hand: from → act → to. */
const table: Record<CaseState, Partial<Record<Act, CaseState>>> = {
  submitted: {
    accept: 'accepted',
    decline: 'declined',
    merge: 'merged',
    withdraw: 'withdrawn',
    supervise: 'submitted',
  },
  accepted: {
    decline: 'declined',
    merge: 'merged',
    withdraw: 'withdrawn',
    dispatch: 'dispatched',
    supervise: 'accepted',
  },
  dispatched: {
    merge: 'merged',
    withdraw: 'withdrawn',
    sign: 'signed',
    request_return: 'return_requested',
    supervise: 'dispatched',
    change_department: 'dispatched',
  },
  return_requested: {
    withdraw: 'withdrawn',
    reassign: 'dispatched',
    refuse_return: 'signed',
    supervise: 'return_requested',
    change_department: 'return_requested',
  },
  signed: {
    merge: 'merged',
    withdraw: 'withdrawn',
    request_return: 'return_requested',
    start: 'in_progress',
    contact: 'in_progress',
    request_extension: 'signed',
    rule_extension: 'signed',
    reply: 'replied',
    request_ending: 'signed',
    rule_ending: 'ended',
    supervise: 'signed',
    change_department: 'signed',
  },
  in_progress: {
    merge: 'merged',
    withdraw: 'withdrawn',
    contact: 'in_progress',
    request_extension: 'in_progress',
    rule_extension: 'in_progress',
    reply: 'replied',
    request_ending: 'in_progress',
    rule_ending: 'ended',
    supervise: 'in_progress',
    change_department: 'in_progress',
  },
  replied: {
    review: 'reviewed',
    return_to_author: 'in_progress',
    supervise: 'replied',
    change_department: 'replied',
  },
  reviewed: {
    rate: 'rated',
    call_back: 'rated',
    close: 'closed',
    send_back: 'sent_back',
    reopen: 'sent_back',
    supervise: 'reviewed',
  },
  rated: { close: 'closed', send_back: 'sent_back', reopen: 'sent_back', supervise: 'rated' },
  sent_back: {
    withdraw: 'withdrawn',
    start: 'in_progress',
    contact: 'in_progress',
    request_extension: 'sent_back',
    rule_extension: 'sent_back',
    reply: 'replied',
    request_ending: 'sent_back',
    rule_ending: 'ended',
    supervise: 'sent_back',
    change_department: 'sent_back',
  },
  closed: { reopen: 'sent_back', archive: 'archived' },
  declined: { archive: 'archived' },
  merged: { archive: 'archived' },
  // Taken back is taken back: it is never shown again, not even as archived.
  withdrawn: {},
  ended: { archive: 'archived' },
  archived: { reopen: 'sent_back' },
};

const anyAct = fc.constantFrom(...acts);

describe('the state machine', () => {
  it.each(states)('leaves %s by exactly the ways of the table', (state) => {
    const ways = Object.fromEntries(acts.map((act) => [act, nextState(state, act)]).filter(([, to]) => to !== null));
    expect(ways).toEqual(table[state]);
  });

  it('never leaves the table, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 200 }), (tried) => {
        let state: CaseState = 'submitted';
        for (const act of tried) {
          const next = nextState(state, act);
          expect(next).toBe(table[state][act] ?? null);
          if (next !== null) state = next;
          expect(states).toContain(state);
        }
      }),
      { numRuns: 500, seed: 20261119 },
    );
  });

  it('reaches every state from a new letter, and ends nowhere but where a case may rest', () => {
    const reached = new Set<CaseState>(['submitted']);
    for (const state of reached)
      for (const act of acts) {
        const next = nextState(state, act);
        if (next) reached.add(next);
      }
    expect([...reached].sort()).toEqual([...states].sort());
    const resting = states.filter((state) => acts.every((act) => [null, state].includes(nextState(state, act))));
    expect(resting).toEqual(['withdrawn']);
    const onlyArchiving = states.filter((state) => {
      const ways = acts.filter((act) => nextState(state, act) !== null);
      return ways.length === 1 && ways[0] === 'archive';
    });
    expect(onlyArchiving.sort()).toEqual(['declined', 'ended', 'merged']);
  });

  it('from a withdrawn, declined, merged or ended letter nothing comes back to work', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CaseState>('withdrawn', 'declined', 'merged', 'ended'),
        fc.array(
          anyAct.filter((act) => act !== 'reopen'),
          { maxLength: 60 },
        ),
        (start, tried) => {
          let state = start;
          for (const act of tried) state = nextState(state, act) ?? state;
          expect([start, 'archived']).toContain(state);
        },
      ),
      { seed: 7 },
    );
  });

  it('counts every state as open, answered or finished in one way only', () => {
    for (const state of states) {
      expect(isOpen(state)).toBe(openStates.includes(state));
      expect(isOpen(state) && finishedStates.includes(state)).toBe(false);
    }
    expect(states.filter((state) => !isOpen(state) && !finishedStates.includes(state))).toEqual(['reviewed', 'rated']);
  });

  it('tells queries the same as it tells verbs', () => {
    for (const act of acts)
      expect([...statesBefore(act)].sort()).toEqual(states.filter((state) => nextState(state, act) !== null).sort());
  });
});

describe('what everybody may see', () => {
  it('is nothing confidential, hidden, withdrawn, or not accepted yet', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (state, confidential, hidden, accepted) => {
          const seen = isPublic({ state, confidential, hidden, acceptedAt: accepted ? new Date(0) : null });
          if (seen) {
            expect(confidential || hidden).toBe(false);
            expect(['submitted', 'withdrawn']).not.toContain(state);
            expect(accepted || state === 'declined' || state === 'archived').toBe(true);
          } else if (!confidential && !hidden && accepted) expect(['submitted', 'withdrawn']).toContain(state);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('limits', () => {
  it('are those of domain.md', () => {
    expect(defaultLimits).toEqual({
      emergency: { unit: 'hours', amount: 2 },
      utility: { unit: 'hours', amount: 24 },
      enquiry: { unit: 'working_days', amount: 1 },
      general: { unit: 'working_days', amount: 5 },
      difficult: { unit: 'working_days', amount: 15 },
      sign: { unit: 'service_hours', amount: 1 },
      return: { unit: 'working_days', amount: 2 },
      contact: { unit: 'working_days', amount: 1 },
    });
  });

  it('follow urgency before the category, and the category before the kind', () => {
    const categoryLimits: (LimitKind | null)[] = [null, ...limitKinds];
    for (const kind of kinds)
      for (const categoryLimit of categoryLimits) {
        expect(limitKindFor({ urgent: true, kind, categoryLimit })).toBe('emergency');
        expect(limitKindFor({ urgent: false, kind, categoryLimit })).toBe(
          categoryLimit ?? (kind === 'enquiry' ? 'enquiry' : 'general'),
        );
      }
  });
});

it('counts a rater as satisfied from four stars on average', () => {
  expect(isSatisfied({ outcome: 4, attitude: 4, speed: 4 })).toBe(true);
  expect(isSatisfied({ outcome: 5, attitude: 5, speed: 2 })).toBe(true);
  expect(isSatisfied({ outcome: 5, attitude: 5, speed: 1 })).toBe(false);
  expect(isSatisfied({ outcome: 3, attitude: 4, speed: 4 })).toBe(false);
});

it('numbers the letters of a day', () => {
  expect(caseNumber('2026-11-19', 127)).toBe('2026-1119-0127');
  expect(caseNumber('2026-01-02', 12_345)).toBe('2026-0102-12345');
});

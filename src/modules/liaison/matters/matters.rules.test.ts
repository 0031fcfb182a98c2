import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type MatterAct,
  type MatterState,
  matterActs,
  matterNumber,
  matterStates,
  nextState,
} from './matters.rules.ts';

const act = fc.constantFrom(...matterActs);
type Walk = { state: MatterState; round: number; reopened: number; over: number };

function walk(acts: MatterAct[]): Walk {
  const at: Walk = { state: 'open', round: 1, reopened: 0, over: 0 };
  for (const each of acts) {
    const next = nextState(at.state, each, at.round);
    if (next === null) continue;
    if (each === 'reopen') {
      at.round += 1;
      at.reopened += 1;
    }
    if (next === 'closed' && at.state !== 'closed') at.over += 1;
    at.state = next;
  }
  return at;
}

it('whatever happens in whatever order, a matter is in a known state and taken up again at most once', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const end = walk(acts);
      expect(matterStates).toContain(end.state);
      expect(end.reopened).toBeLessThanOrEqual(1);
      expect(end.over).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500 },
  );
});

it('what is dropped stays dropped; what is closed leaves that state only by being taken up again', () => {
  fc.assert(
    fc.property(act, fc.integer({ min: 1, max: 2 }), (each, round) => {
      expect(nextState('dropped', each, round)).toBeNull();
      const from = nextState('closed', each, round);
      expect(from).toBe(each === 'reopen' && round === 1 ? 'in_progress' : null);
    }),
  );
});

it('closes only by the member or by time, and only what was answered', () => {
  for (const state of matterStates)
    for (const each of matterActs)
      if (nextState(state, each, 1) === 'closed' && state !== 'closed') {
        expect(['rate', 'lapse']).toContain(each);
        expect(state).toBe('answered');
      }
});

it('from every state that is not over, the end can be reached', () => {
  for (const start of ['open', 'in_progress', 'answered'] as const) {
    const seen = new Set<MatterState>([start]);
    for (let grown = true; grown; ) {
      const next = [...seen]
        .flatMap((state) => matterActs.map((each) => nextState(state, each, 1)))
        .filter((s) => s !== null);
      grown = next.some((state) => !seen.has(state));
      for (const state of next) seen.add(state);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['closed', 'dropped']));
  }
});

it('numbers matters by year', () => {
  expect(matterNumber(2026, 7)).toBe('L2026-0007');
  expect(matterNumber(2026, 12_345)).toBe('L2026-12345');
});

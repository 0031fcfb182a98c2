import { describe, expect, it } from 'vitest';
import { type Answer, distribute, type Given, maySit, type Question, type Seat } from './distribute.ts';

/** Small numbers that are the same each time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function chance(seed: number, most = { entries: 14, jurors: 7 }): Question {
  const roll = dice(seed);
  const categories = ['a', 'b', 'c'].slice(0, 1 + roll(3));
  const jurors: Seat[] = Array.from({ length: 1 + roll(most.jurors) }, (_, n) => ({
    id: `j${n}`,
    categories: roll(3) === 0 ? new Set(categories.filter(() => roll(2) === 0)) : null,
  }));
  const entries = Array.from({ length: 1 + roll(most.entries) }, (_, n) => ({
    id: `e${n}`,
    categoryId: categories[roll(categories.length)] ?? 'a',
  }));
  const barred = new Map(
    entries.map(({ id }) => [id, new Set(jurors.filter(() => roll(6) === 0).map((juror) => juror.id))]),
  );
  return { entries, jurors, barred, standing: [], each: 1 + roll(4) };
}

const of = (entryId: string, given: readonly Given[]) => given.filter((each) => each.entryId === entryId);

function loads(question: Question, given: readonly Given[]): Map<string, number> {
  return new Map(question.jurors.map(({ id }) => [id, given.filter(({ jurorId }) => jurorId === id).length]));
}

/** Whether an entry can go on, over others where need be, from somebody to somebody with at least two fewer. */
function canBeMoreEven(question: Question, given: readonly Given[]): boolean {
  const load = loads(question, given);
  for (const start of question.jurors) {
    const seen = new Set([start.id]);
    const queue = [start.id];
    for (const id of queue) {
      if ((load.get(id) ?? 0) <= (load.get(start.id) ?? 0) - 2) return true;
      for (const entry of question.entries) {
        const sit = of(entry.id, given).map(({ jurorId }) => jurorId);
        if (!sit.includes(id)) continue;
        for (const juror of question.jurors) {
          if (seen.has(juror.id) || sit.includes(juror.id) || !maySit(question, juror, entry)) continue;
          seen.add(juror.id);
          queue.push(juror.id);
        }
      }
    }
  }
  return false;
}

function sound(question: Question, answer: Answer): void {
  const { each } = question;
  const all = [...question.standing, ...answer.given];
  for (const entry of question.entries) {
    const may = question.jurors.filter((juror) => maySit(question, juror, entry)).map(({ id }) => id);
    const has = of(entry.id, all).map(({ jurorId }) => jurorId);
    expect(new Set(has).size, 'nobody twice').toBe(has.length);
    for (const { jurorId } of of(entry.id, answer.given)) expect(may, 'no conflict').toContain(jurorId);
    const wanted = each === null ? may.length : Math.min(each, may.length);
    expect(has.length, 'covered').toBeGreaterThanOrEqual(wanted);
    if (question.standing.length === 0) expect(has.length, 'not more').toBe(wanted);
    const short = answer.short.find(({ entryId }) => entryId === entry.id);
    if (each !== null) expect(short?.has ?? each, 'said where it is short').toBeLessThanOrEqual(has.length);
    if (each !== null && has.length < each) expect(short).toBeDefined();
  }
}

describe('giving out entries', () => {
  it('covers every entry, without conflicts, as evenly as can be, in five hundred juries', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const question = chance(seed);
      const answer = distribute(question);
      sound(question, answer);
      expect(canBeMoreEven(question, answer.given), `seed ${seed} could be more even`).toBe(false);
    }
  });

  it('differs by one at most where nothing stands in the way', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const question = { ...chance(seed, { entries: 40, jurors: 9 }), barred: new Map() };
      const free = { ...question, jurors: question.jurors.map(({ id }) => ({ id, categories: null })) };
      const counts = [...loads(free, distribute(free).given).values()];
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it('gives the same answer to the same question', () => {
    for (let seed = 1; seed <= 20; seed += 1) expect(distribute(chance(seed))).toEqual(distribute(chance(seed)));
  });

  it('fills gaps only', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const question = chance(seed);
      const first = distribute(question).given;
      expect(distribute({ ...question, standing: first }).given, 'nothing to do').toEqual([]);
      // Somebody stands aside from what they had.
      const [gone] = first;
      if (!gone) continue;
      const barred = new Map(question.barred);
      barred.set(gone.entryId, new Set([...(barred.get(gone.entryId) ?? []), gone.jurorId]));
      const standing = first.slice(1);
      const again = { ...question, barred, standing };
      const answer = distribute(again);
      sound(again, answer);
      expect(answer.given.every(({ entryId }) => entryId === gone.entryId)).toBe(true);
      expect(answer.given.length).toBeLessThanOrEqual(1);
    }
  });

  it('gives everything to everybody where that is asked', () => {
    const question = { ...chance(7), each: null };
    const answer = distribute(question);
    sound(question, answer);
    expect(answer.short).toEqual([]);
  });

  it('gives three hundred entries to fifteen jurors at once', () => {
    const jurors = Array.from({ length: 15 }, (_, n) => ({ id: `j${n}`, categories: null }));
    const entries = Array.from({ length: 300 }, (_, n) => ({ id: `e${n}`, categoryId: 'a' }));
    const barred = new Map(entries.map(({ id }, n) => [id, new Set(n < 150 ? ['j0', 'j1', 'j2'] : [])]));
    const question: Question = { entries, jurors, barred, standing: [], each: 5 };
    const counts = [...loads(question, distribute(question).given).values()];
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });
});

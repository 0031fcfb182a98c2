import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStatement, type StatementToShow, weightOf } from './next-statement.ts';

const shown = (statement: number, agrees = 0, passes = 0, seen = 0, extremity = 0): StatementToShow => ({
  statement,
  agrees,
  passes,
  seen,
  extremity,
});

/** Share of draws for each statement over many participants. */
function shares(statements: StatementToShow[], draws = 20_000): Map<number, number> {
  const drawn = new Map<number, number>();
  for (let n = 0; n < draws; n++) {
    const statement = nextStatement({ statements, seen: new Set(), seed: `map/${n}` }) as number;
    drawn.set(statement, (drawn.get(statement) ?? 0) + 1 / draws);
  }
  return drawn;
}

describe('the next statement', () => {
  it('is one that was not seen, the same for the same seed whatever the order, and none at the end', () => {
    const some = fc.uniqueArray(fc.nat(60), { maxLength: 40 });
    fc.assert(
      fc.property(some, some, fc.string(), (numbers, before, seed) => {
        const statements = numbers.map((number) => shown(number, number % 5, number % 3, number));
        const seen = new Set(before);
        const next = nextStatement({ statements, seen, seed });
        const open = numbers.filter((number) => !seen.has(number));
        if (open.length === 0) expect(next).toBeNull();
        else expect(open).toContain(next);
        expect(nextStatement({ statements: [...statements].reverse(), seen, seed })).toBe(next);
      }),
    );
  });

  it('reaches every statement in the end', () => {
    const statements = [...Array(30).keys()].map((number) => shown(number, 3, 40, 50));
    const seen = new Set<number>();
    for (let n = 0; n < 30; n++) seen.add(nextStatement({ statements, seen, seed: 'a' }) as number);
    expect(seen.size).toBe(30);
  });

  it('is drawn by the weights', () => {
    const statements = [shown(1, 30, 5, 60, 0.4), shown(2, 10, 30, 60, 0), shown(3, 0, 0, 0)];
    const total = statements.reduce((sum, one) => sum + weightOf(one), 0);
    const found = shares(statements);
    for (const one of statements) expect(found.get(one.statement) ?? 0).toBeCloseTo(weightOf(one) / total, 1.7);
  });

  it('favours what is new and what divides, and disfavours what people pass on', () => {
    // Known by heart: a new statement weighs (1/2 · 1 · 1/2 · 9)².
    expect(weightOf(shown(1))).toBeCloseTo(2.25 ** 2, 12);
    const usual = weightOf(shown(1, 25, 5, 50, 0.3));
    expect(weightOf(shown(1, 25, 5, 50, 0.9))).toBeGreaterThan(usual);
    expect(weightOf(shown(1, 25, 25, 50, 0.3))).toBeLessThan(usual);
    expect(weightOf(shown(1))).toBeGreaterThan(usual);
    expect(weightOf(shown(1, 2, 0, 4))).toBeLessThan(weightOf(shown(1)) * 2);
  });

  it('is another for another participant', () => {
    const statements = [...Array(50).keys()].map((number) => shown(number));
    const firsts = new Set(
      [...Array(60).keys()].map((n) => nextStatement({ statements, seen: new Set(), seed: `m/${n}` })),
    );
    expect(firsts.size).toBeGreaterThan(25);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { seedPeople } from '../../people/people.demo.ts';
import { seedCases } from '../demo/cases.demo.ts';
import { figuresAtOnce, totalFigures } from './figures.queries.ts';
import { type Figures, figuresOfRound, measures, noFigures, type RoundFact, ratesOf } from './figures.rules.ts';
import { presetDays } from './period.ts';
import { markStale } from './roll-up.queries.ts';
import { rollUpAll, rollUpStale } from './roll-up.ts';

const all = { from: '2000-01-01', until: '2100-01-01' };
const milliseconds = (text: string | null): number | null => (text ? Date.parse(text) : null);

type OpenLine = Record<string, string | null> & {
  let_go: boolean;
  solved: boolean | null;
  stars_outcome: number | null;
  stars_attitude: number | null;
  stars_speed: number | null;
};

/** As anybody would, from the published lines alone. */
function factOf(line: OpenLine): RoundFact {
  const stars =
    line.stars_outcome === null ? null : line.stars_outcome + (line.stars_attitude ?? 0) + (line.stars_speed ?? 0);
  return {
    dispatchedAt: milliseconds(line.dispatched_at ?? null),
    signDueAt: milliseconds(line.sign_due_at ?? null),
    signedAt: milliseconds(line.signed_at ?? null),
    contactDueAt: milliseconds(line.contact_due_at ?? null),
    contactedAt: milliseconds(line.contacted_at ?? null),
    dueAt: milliseconds(line.due_at ?? null),
    answeredAt: milliseconds(line.answered_at ?? null),
    letGo: line.let_go,
    solved: line.solved,
    stars,
  };
}

function add(sum: Figures, more: Figures): Figures {
  return Object.fromEntries(measures.map((measure) => [measure, sum[measure] + more[measure]])) as Figures;
}

describe('the figures of the demo city', () => {
  let k: Kernel;
  let app: App;
  beforeAll(async () => {
    k = await testKernel();
    await seedPeople(k);
    await seedCases(k);
    await rollUpAll(k);
    app = await testApp(k);
  }, 120_000);

  it('come out of the published open data when anybody recomputes them', async () => {
    const answer = await app.inject('/data/rounds.json');
    expect(answer.statusCode).toBe(200);
    const lines = answer.json<OpenLine[]>();
    expect(lines.length).toBeGreaterThan(150);
    const recomputed = lines
      .map((line) => figuresOfRound(factOf(line), k.clock.now().getTime()))
      .reduce(add, noFigures);
    expect(await totalFigures(k.db, all)).toEqual(recomputed);
    expect(ratesOf(recomputed).in_time.denominator).toBeGreaterThan(20);
  });

  it('add up whatever they are divided by', async () => {
    const total = await totalFigures(k.db, all);
    for (const dimension of ['department', 'district', 'channel', 'kind', 'month', 'day'] as const) {
      const parts = (await figuresAtOnce(k.db, all, dimension, 'day')).by;
      expect(parts.map((part) => part.figures).reduce(add, noFigures)).toEqual(total);
    }
  });

  it('are the same whether asked for at once or narrowed to each part', async () => {
    for (const dimension of ['channel', 'kind'] as const) {
      for (const { key, figures } of (await figuresAtOnce(k.db, all, dimension, 'month')).by) {
        const narrowed = { ...all, [dimension]: key };
        expect(await totalFigures(k.db, narrowed)).toEqual(figures);
        const parts = await figuresAtOnce(k.db, narrowed, 'month', 'month');
        expect(parts.total).toEqual(figures);
        expect(parts.by).toEqual(parts.overTime);
        expect(parts.by.map((part) => part.figures).reduce(add, noFigures)).toEqual(figures);
      }
    }
  });

  it('are the same again when made again day by day', async () => {
    const before = (await figuresAtOnce(k.db, all, 'kind', 'day')).overTime;
    await inTransaction(k.db, (tx) =>
      markStale(
        tx,
        before.map((row) => row.key ?? ''),
      ),
    );
    expect(await rollUpStale(k)).toBeGreaterThanOrEqual(before.length);
    expect((await figuresAtOnce(k.db, all, 'kind', 'day')).overTime).toEqual(before);
  });

  it('hold nothing of a confidential letter but its clocks', async () => {
    const lines = (await app.inject('/data/rounds.json')).json<OpenLine[]>();
    const closed = lines.filter((line) => line.number === '');
    expect(closed.length).toBeGreaterThan(0);
    for (const line of closed) expect([line.title, line.category, line.district]).toEqual(['', null, null]);
  });

  it('are shown with numerator and denominator, as plots, CSV and JSON', async () => {
    const page = await app.inject('/statistics?period=all');
    expect(page.statusCode).toBe(200);
    const { in_time } = ratesOf(await totalFigures(k.db, all));
    expect(page.body).toContain(in_time.denominator.toLocaleString('zh-CN'));
    expect((await app.inject('/statistics/plot.svg?period=all&plot=by')).body).toContain('<svg');
    expect((await app.inject('/statistics/figures.csv?period=all')).body).toContain('in_time_denominator');
    expect((await app.inject('/statistics?from=2031-01-01&until=2031-01-02')).body).toContain('这段时间没有来信');
  });
});

it('counts every round exactly once as due, pending, without deadline or let go', () => {
  const moment = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
  const fact = fc.record({
    dispatchedAt: moment,
    signDueAt: moment,
    signedAt: moment,
    contactDueAt: moment,
    contactedAt: moment,
    dueAt: moment,
    answeredAt: moment,
    letGo: fc.boolean(),
    solved: fc.option(fc.boolean(), { nil: null }),
    stars: fc.option(fc.integer({ min: 3, max: 15 }), { nil: null }),
  });
  fc.assert(
    fc.property(fact, fc.integer({ min: 0, max: 100 }), (given, now) => {
      const f = figuresOfRound(given, now);
      expect(f.due + f.pending + f.no_deadline + f.let_go).toBe(1);
      expect(f.in_time + f.late + f.overdue).toBe(f.due);
      const { signed, contacted, in_time, ...others } = ratesOf(f);
      for (const rate of [signed, contacted, in_time]) {
        expect(rate.numerator).toBeLessThanOrEqual(rate.denominator);
        // Counted or left out, with the reason: nothing is passed over in silence.
        expect(rate.denominator + rate.excluded.reduce((sum, { n }) => sum + n, 0)).toBe(f.received);
      }
      for (const rate of Object.values(others)) expect(rate.numerator).toBeLessThanOrEqual(rate.denominator);
    }),
  );
});

it('knows the days of a preset', () => {
  // 2026-11-19 is a Thursday.
  expect(presetDays('last_week', '2026-11-19')).toEqual({ from: '2026-11-09', until: '2026-11-15' });
  expect(presetDays('this_week', '2026-11-19')).toEqual({ from: '2026-11-16', until: '2026-11-19' });
  expect(presetDays('this_month', '2026-11-19')).toEqual({ from: '2026-11-01', until: '2026-11-19' });
});

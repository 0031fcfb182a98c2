import { beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testKernel } from '../../../../../test/harness.ts';
import { makeCompetition } from '../../competitions.factory.ts';
import { stageSettings } from '../../competitions.rules.ts';
import { addressRange } from './address-range.ts';
import { burstsOf } from './burst.queries.ts';
import { type BallotStage, marksFrom, Pressure, provesFrom } from './pressure.ts';

let k: TestKernel;
beforeAll(async () => {
  k = await testKernel();
  k.limits.factor = 1;
});

let n = 0;
function stageWith(settings: Record<string, unknown> = {}): BallotStage {
  const hex = (++n).toString(16).padStart(12, '0');
  return {
    id: `00000000-0000-7000-8000-${hex}`,
    competitionId: '00000000-0000-7000-8000-000000000000',
    settings: stageSettings.ballot.parse(settings),
  };
}

describe('ranges of addresses', () => {
  it('take IPv4 by its /24 and IPv6 by its /48, however it is written', () => {
    expect(addressRange('203.0.113.77')).toBe('203.0.113.0/24');
    expect(addressRange('::ffff:203.0.113.77')).toBe('203.0.113.0/24');
    expect(addressRange('2001:0DB8:0001:2:3:4:5:6')).toBe('2001:db8:1::/48');
    expect(addressRange('2001:db8:1::6')).toBe('2001:db8:1::/48');
    expect(addressRange('::1')).toBe('0:0:0::/48');
  });
});

describe('ballots from one range', () => {
  const at = new Date('2026-11-19T02:01:00Z');

  it('pass, then have to prove work, then are marked', () => {
    const pressure = new Pressure(k);
    const stage = stageWith();
    const weighed = Array.from({ length: marksFrom + 5 }, (_, i) => pressure.note(stage, `203.0.113.${i}`, at));
    expect(weighed.slice(0, provesFrom).every(({ ask, mark }) => ask === 'nothing' && mark === 0)).toBe(true);
    expect(weighed[provesFrom]).toEqual({ ask: 'proof', mark: 0 });
    const marks = new Set(weighed.slice(marksFrom).map(({ mark }) => mark));
    expect(marks.size).toBe(1);
    expect([...marks][0]).toBeGreaterThan(0);
    expect(pressure.note(stage, '203.0.114.1', at)).toEqual({ ask: 'nothing', mark: 0 });
    expect(pressure.note(stage, '203.0.113.1', new Date(at.getTime() + 600_000))).toEqual({ ask: 'nothing', mark: 0 });
  });

  it('are refused beyond what the rules let a range cast in an hour', () => {
    const pressure = new Pressure(k);
    const stage = stageWith({ perRangeHour: 10 });
    const asks = Array.from({ length: 12 }, () => pressure.note(stage, '198.51.100.1', at).ask);
    expect(asks).toEqual([...Array(10).fill('nothing'), 'refuse', 'refuse']);
    expect(pressure.note(stage, '198.51.100.1', new Date(at.getTime() + 3_600_000)).ask).toBe('nothing');
  });

  it('must always prove work where the rules say so, and the form knows', () => {
    const pressure = new Pressure(k);
    expect(pressure.note(stageWith({ proof: 'always' }), '198.51.100.1', at).ask).toBe('proof');
    const stage = stageWith();
    expect(pressure.wantsProof(stage, '198.51.100.9', at)).toBe(false);
    for (let i = 0; i < provesFrom; i++) pressure.note(stage, '198.51.100.9', at);
    expect(pressure.wantsProof(stage, '198.51.100.10', at)).toBe(true);
    expect(pressure.wantsProof(stage, '198.51.101.10', at)).toBe(false);
  });

  it('leave a row for a burst and nothing for the rest; two processes add up', async () => {
    const { competition } = await makeCompetition(k, {
      stages: [{ kind: 'entry' }, { kind: 'ballot' }, { kind: 'results' }],
    });
    const [, found] = competition.stages;
    const stage = { ...stageWith(), id: found?.id as string, competitionId: competition.id };
    const [one, other] = [new Pressure(k), new Pressure(k)];
    for (let i = 0; i < marksFrom + 10; i++) one.note(stage, '203.0.113.5', at);
    for (let i = 0; i < marksFrom + 20; i++) other.note(stage, '203.0.113.6', at);
    for (let i = 0; i < marksFrom - 1; i++) one.note(stage, '192.0.2.6', at);
    await one.flush();
    await other.flush();
    one.note(stage, '203.0.113.5', at);
    await one.flush();
    const bursts = await burstsOf(k.db, { competitionId: competition.id, stageId: stage.id });
    expect(bursts).toMatchObject([{ range: '203.0.113.0/24', asked: 2 * marksFrom + 31, refused: 0, ballots: 0 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { type EntryWay, type Stage, type StageKind, stageSettings } from '../competitions.rules.ts';
import { dayOf, daysLeft, deedsOf, lastDay, momentOf } from './moment.rules.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => new Date(`${text}+08:00`);

function stage(kind: StageKind, from: string, until: string, settings: Record<string, unknown> = {}): Stage {
  const criteria = [{ id: 'a', name: 'a', weight: 100 }];
  const extra = kind === 'jury' || kind === 'pitch' ? { criteria } : {};
  return {
    ...{ id: kind, position: 0, kind, title: '', closedAt: null },
    ...{ startsAt: at(from), endsAt: at(until) },
    settings: stageSettings[kind].parse({ ...extra, ...settings }),
  } as Stage;
}

const stages = [
  stage('entry', '2026-09-01T00:00', '2026-10-01T00:00', { ways: ['self', 'nominated'] satisfies EntryWay[] }),
  stage('ballot', '2026-11-16T00:00', '2026-11-26T00:00'),
  stage('jury', '2026-11-20T00:00', '2026-12-05T00:00'),
  stage('announcement', '2026-12-07T00:00', '2026-12-12T00:00'),
  stage('results', '2026-12-18T00:00', '2026-12-19T00:00'),
];
const open = { slug: 'crafts', mode: 'award', state: 'open', stages } as const;

describe('a stage', () => {
  it.each([
    ['2026-11-16T00:00', 1, 9],
    ['2026-11-19T23:59', 4, 6],
    ['2026-11-25T23:59', 10, 0],
  ])('at %s is on day %i of 10, with %i left', (now, day, left) => {
    const [, ballot] = stages as [Stage, Stage];
    expect(dayOf(ballot, at(now), zone)).toEqual({ day, of: 10 });
    expect(daysLeft(ballot, at(now), zone)).toBe(left);
  });

  it('that ends at midnight ends with the day before, and one that ends at noon with its own', () => {
    expect(lastDay({ endsAt: at('2026-11-26T00:00') }, zone)).toBe('2026-11-25');
    expect(lastDay({ endsAt: at('2026-11-26T12:00') }, zone)).toBe('2026-11-26');
  });

  it('of a few hours is one day', () => {
    const hours = stage('pitch', '2026-11-19T14:00', '2026-11-19T18:00');
    expect(dayOf(hours, at('2026-11-19T15:00'), zone)).toEqual({ day: 1, of: 1 });
  });
});

describe('a competition', () => {
  it.each([
    ['2026-08-01T00:00', { is: 'waiting', begun: false }],
    ['2026-10-20T00:00', { is: 'waiting', begun: true }],
    ['2026-12-20T00:00', { is: 'over' }],
  ])('at %s is %o', (now, expected) => {
    expect(momentOf(open, at(now))).toMatchObject(expected);
  });

  it('may be in two stages at once', () => {
    const moment = momentOf(open, at('2026-11-21T00:00'));
    expect(moment.is === 'running' && moment.stages.map(({ kind }) => kind)).toEqual(['ballot', 'jury']);
  });

  it.each(['final', 'cancelled'] as const)('that is %s stays so, whatever the clock says', (state) => {
    expect(momentOf({ ...open, state }, at('2026-11-21T00:00'))).toEqual({ is: state });
  });
});

describe('what one can do', () => {
  const names = (now: string, over: Partial<Parameters<typeof deedsOf>[0]> = {}, works = 24) =>
    deedsOf({ ...open, ...over }, at(now), { works }).map(({ name }) => name);

  it.each([
    ['2026-08-01T00:00', ['works']],
    ['2026-09-10T00:00', ['enter', 'nominate', 'works']],
    ['2026-11-21T00:00', ['vote', 'works']],
    ['2026-12-08T00:00', ['notice', 'works']],
    ['2026-12-18T12:00', ['notice', 'works']],
  ])('at %s is %o', (now, expected) => {
    expect(names(now)).toEqual(expected);
  });

  it('is nothing in one that was called off, but its works are still there', () => {
    expect(names('2026-11-21T00:00', { state: 'cancelled' })).toEqual(['works']);
    expect(names('2026-12-20T00:00', { state: 'cancelled' }, 0)).toEqual([]);
  });

  it('is to see the results of a final award, and who took part in a showcase', () => {
    expect(names('2026-12-20T00:00', { state: 'final' })).toEqual(['results', 'notice', 'works']);
    expect(names('2026-12-20T00:00', { state: 'final', mode: 'showcase' })).toContain('thanks');
    expect(names('2026-12-20T00:00', { state: 'final', mode: 'showcase' })).not.toContain('results');
  });

  it('is not to nominate where entrants enter themselves, nor to enter where they are nominated', () => {
    const only = (ways: EntryWay[]) => ({
      stages: [stage('entry', '2026-09-01T00:00', '2026-10-01T00:00', { ways }), ...stages.slice(1)],
    });
    expect(names('2026-09-10T00:00', only(['team']), 0)).toEqual(['enter']);
    expect(names('2026-09-10T00:00', only(['nominated']), 0)).toEqual(['nominate']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localTime } from '../time/index.ts';
import { nextDigest, type PlanInput, planDeliveries, preferenceSchema, quietUntil } from './preference.ts';

const zone = 'Asia/Shanghai';
/** 2026-11-19, a Thursday, by the clock of the city. */
const at = (time: string) => new Date(`2026-11-19T${time}:00+08:00`);
const preference = (given: object) => preferenceSchema.parse(given);

function plan(given: Partial<PlanInput>): string[] {
  const input: PlanInput = {
    reach: { email: true, sms: true, push: true },
    kind: { group: 'cases.mine' },
    preference: null,
    urgent: false,
    now: at('10:00'),
    zone,
    ...given,
  };
  return planDeliveries(input).map(
    ({ channel, dueAt, held, digest }) =>
      `${channel}${held ? ` at ${dueAt.toISOString()}` : ''}${digest ? ' in digest' : ''}`,
  );
}

describe('channels', () => {
  test('by default e-mail and push; a text message only for whoever has no e-mail', () => {
    expect(plan({})).toEqual(['email', 'push']);
    expect(plan({ reach: { email: false, sms: true, push: false } })).toEqual(['sms']);
    expect(plan({ reach: { email: false, sms: false, push: false } })).toEqual([]);
    expect(plan({ kind: { group: 'cases.mine', channels: ['sms'] } })).toEqual(['sms']);
  });

  test('a person turns channels of a group on and off; other groups stay as they are', () => {
    const groups = { 'cases.mine': { email: false, sms: true } };
    expect(plan({ preference: preference({ groups }) })).toEqual(['sms', 'push']);
    expect(plan({ preference: preference({ groups }), kind: { group: 'cases.desk' } })).toEqual(['email', 'push']);
  });

  test('what is mandatory reaches whoever turned everything off, by e-mail, else by text message', () => {
    const off = preference({ groups: { 'cases.mine': { email: false, sms: false, push: false } } });
    const kind = { group: 'cases.mine', mandatory: true };
    expect(plan({ preference: off })).toEqual([]);
    expect(plan({ preference: off, kind })).toEqual(['email']);
    expect(plan({ preference: off, kind, reach: { email: false, sms: true, push: true } })).toEqual(['sms']);
    const pushOnly = preference({ groups: { 'cases.mine': { email: false, sms: false, push: true } } });
    expect(plan({ preference: pushOnly, kind })).toEqual(['email', 'push']);
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };

  test('in the night nothing rings that may wait, unless a person wants it otherwise', () => {
    const reach = { email: true, sms: true, push: true };
    const kind = { group: 'g', channels: ['email', 'sms', 'push'] as const };
    const morning = '2026-11-19T23:00:00.000Z';
    expect(plan({ reach, kind, now: at('23:30') })).toEqual(['email', `sms at ${morning}`, `push at ${morning}`]);
    expect(plan({ reach, kind, now: at('23:30'), urgent: true })).toEqual(['email', 'sms', 'push']);
    expect(plan({ reach, kind, now: at('23:30'), preference: preference({ quiet: null }) })).toEqual([
      'email',
      'sms',
      'push',
    ]);
    expect(
      plan({ reach, kind, now: at('12:30'), preference: preference({ quiet: { from: '12:00', to: '14:00' } }) }),
    ).toEqual(['email', 'sms', 'push'].map((channel) => `${channel} at 2026-11-19T06:00:00.000Z`));
  });

  test.each([
    ['21:59', null],
    ['22:00', '2026-11-20T07:00'],
    ['23:59', '2026-11-20T07:00'],
    ['00:00', '2026-11-19T07:00'],
    ['06:59', '2026-11-19T07:00'],
    ['07:00', null],
  ])('22:00 to 07:00 at %s', (time, until) => {
    expect(quietUntil(at(time), night, zone)).toEqual(until === null ? at(time) : new Date(`${until}:00+08:00`));
  });

  test('whatever the hours, the wait ends at their end, is under a day, and is not quiet any more', () => {
    const clockTime = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(clockTime, clockTime, moments, (from, to, now) => {
        const end = quietUntil(now, { from, to }, zone);
        expect(end.getTime() - now.getTime()).toBeLessThan(86_400_000);
        if (end > now) expect(localTime(end, zone)).toBe(to);
        expect(quietUntil(end, { from, to }, zone)).toEqual(end);
      }),
    );
  });
});

describe('digest', () => {
  test('gathers e-mail until the hour, and leaves text messages and what is urgent alone', () => {
    const daily = preference({ digest: 'daily', digestHour: 18, groups: { 'cases.mine': { sms: true } } });
    expect(plan({ preference: daily })).toEqual(['email at 2026-11-19T10:00:00.000Z in digest', 'sms', 'push']);
    expect(plan({ preference: daily, urgent: true })).toEqual(['email', 'sms', 'push']);
  });

  test.each([
    ['daily', 18, 1, '17:59', '2026-11-19T18:00'],
    ['daily', 18, 1, '18:00', '2026-11-20T18:00'],
    ['daily', 0, 1, '10:00', '2026-11-20T00:00'],
    ['weekly', 8, 4, '07:59', '2026-11-19T08:00'],
    ['weekly', 8, 4, '08:00', '2026-11-26T08:00'],
    ['weekly', 8, 1, '10:00', '2026-11-23T08:00'],
  ])('%s at %i on weekday %i, asked at %s', (digest, digestHour, digestWeekday, time, expected) => {
    const next = nextDigest(at(time), preference({ digest, digestHour, digestWeekday }), zone);
    expect(next).toEqual(new Date(`${expected}:00+08:00`));
  });
});

test('a preference from outside is checked', () => {
  expect(preferenceSchema.safeParse({ quiet: { from: '24:00', to: '07:00' } }).success).toBe(false);
  expect(preferenceSchema.safeParse({ digest: 'hourly' }).success).toBe(false);
  expect(preferenceSchema.safeParse({ digestHour: 24 }).success).toBe(false);
  expect(preferenceSchema.parse({})).toEqual({
    groups: {},
    quiet: null,
    digest: 'now',
    digestHour: 8,
    digestWeekday: 1,
  });
});

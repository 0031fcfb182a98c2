import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLocal, endOfDay, isZone, localDate, localIso, localTime, startOfDay } from './zone.ts';

fc.configureGlobal({ seed: 20251014 });

const at = (iso: string) => new Date(iso);
const zones = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
];
const moments = fc.date({ min: at('1950-01-01T00:00:00Z'), max: at('2090-01-01T00:00:00Z'), noInvalidDate: true });

describe('reading an instant in a zone', () => {
  it.each([
    ['2026-11-08T13:14:59Z', 'Asia/Shanghai', '2026-11-08', '21:14', '2026-11-08T21:14:59+08:00'],
    ['2026-11-08T16:00:00Z', 'Asia/Shanghai', '2026-11-09', '00:00', '2026-11-09T00:00:00+08:00'],
    ['2026-11-08T15:59:59.999Z', 'Asia/Shanghai', '2026-11-08', '23:59', '2026-11-08T23:59:59+08:00'],
    ['1988-07-01T15:30:00Z', 'Asia/Shanghai', '1988-07-02', '00:30', '1988-07-02T00:30:00+09:00'],
    ['2026-07-01T03:00:00Z', 'America/New_York', '2026-06-30', '23:00', '2026-06-30T23:00:00-04:00'],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', '2026-01-01', '05:45', '2026-01-01T05:45:00+05:45'],
    ['0099-06-01T00:00:00Z', 'UTC', '0099-06-01', '00:00', '0099-06-01T00:00:00+00:00'],
  ])('%s in %s', (iso, zone, date, time, local) => {
    expect([localDate(at(iso), zone), localTime(at(iso), zone), localIso(at(iso), zone)]).toEqual([date, time, local]);
  });

  it('knows zones from what is none', () => {
    expect([isZone('Asia/Shanghai'), isZone('Asia/Atlantis'), isZone('')]).toEqual([true, false, false]);
    expect(() => localDate(at('2026-01-01T00:00:00Z'), 'Asia/Atlantis')).toThrow(RangeError);
  });
});

describe('the instant of a wall-clock time', () => {
  it.each([
    ['2026-11-08', '21:14', 'Asia/Shanghai', '2026-11-08T13:14:00.000Z'],
    ['2026-11-08', '24:00', 'Asia/Shanghai', '2026-11-08T16:00:00.000Z'],
    ['2026-11-08', '21:14:05.5', 'Asia/Shanghai', '2026-11-08T13:14:05.500Z'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ])('%s %s in %s', (date, time, zone, iso) => {
    expect(atLocal(date, time, zone).toISOString()).toBe(iso);
  });

  it.each([
    ['2026-02-29', '10:00'],
    ['2026-1-1', '10:00'],
    ['0000-01-01', '10:00'],
    ['2026-01-01', '24:01'],
    ['2026-01-01', '9:00'],
    ['2026-01-01', '10:60'],
    ['', ''],
  ])('refuses %s %s', (date, time) => {
    expect(() => atLocal(date, time, 'Asia/Shanghai')).toThrow(RangeError);
  });

  it('is read back as it was given, in every zone, except where clocks skip or repeat it', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const [date, time] = [localDate(moment, zone), localTime(moment, zone)];
        const instant = atLocal(date, time, zone);
        expect([localDate(instant, zone), localTime(instant, zone)]).toEqual([date, time]);
        expect(Math.abs(instant.getTime() - moment.getTime())).toBeLessThanOrEqual(3_600_000 + 60_000);
      }),
    );
  });

  it('makes days that follow each other without a gap', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const date = localDate(moment, zone);
        const [start, end] = [startOfDay(date, zone).getTime(), endOfDay(date, zone).getTime()];
        expect(localDate(new Date(end), zone)).toBe(date);
        expect(localDate(new Date(end + 1), zone) > date).toBe(true);
        expect(localDate(new Date(start), zone)).toBe(date);
        expect(localDate(new Date(start - 1), zone) < date).toBe(true);
      }),
    );
  });
});

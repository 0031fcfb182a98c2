import { expect, it } from 'vitest';
import { fixedClock, systemClock } from './clock.ts';

it('a fixed clock stands still until moved', () => {
  const clock = fixedClock('2026-11-08T21:14:00+08:00');
  clock.now().setFullYear(1999);
  expect(clock.now()).toEqual(new Date('2026-11-08T13:14:00Z'));
  clock.advance(60_000);
  expect(clock.now()).toEqual(new Date('2026-11-08T13:15:00Z'));
  clock.set(new Date('2027-01-01T00:00:00Z'));
  expect(clock.now()).toEqual(new Date('2027-01-01T00:00:00Z'));
  expect(() => clock.set('soon')).toThrow(RangeError);
});

it('the clock of the system goes on', () => {
  const before = Date.now();
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
});

/** Where every use case gets the time from. Nothing in the domain calls `new Date()` or `Date.now()`. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

export type FixedClock = Clock & {
  /** Sets the time; a string is read as ISO 8601 with its offset, `2026-11-08T21:14:00+08:00`. */
  set(at: Date | string): void;
  /** Moves the time on (or back, when negative) by so many milliseconds. */
  advance(ms: number): void;
};

/** A clock that stands still until told otherwise, for tests and for showing the demo city at a chosen day. */
export function fixedClock(at: Date | string): FixedClock {
  let time = instant(at);
  return {
    now: () => new Date(time),
    set: (next) => {
      time = instant(next);
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

function instant(at: Date | string): number {
  const time = new Date(at).getTime();
  if (Number.isNaN(time)) throw new RangeError(`not a time: ${at}`);
  return time;
}

import { type Hmac, hmacSha256 } from '../../../../kernel/hmac.ts';
import { daysBetween, localDate } from '../../../../kernel/time/index.ts';
import type { Stage } from '../../competitions.rules.ts';

/** Categories have positions below this. */
const categories = 1000;
const voter_bytes = 16;
const keyed = new WeakMap<Buffer, Hmac>();

/** The pseudonym of an account on the roll of one ballot. */
export function pseudonym(rollKey: Buffer, accountId: string): Buffer {
  const hmac = keyed.get(rollKey) ?? hmacSha256(rollKey);
  keyed.set(rollKey, hmac);
  return Buffer.from(hmac(accountId, 'hex').slice(0, voter_bytes * 2), 'hex');
}

/** How many days of the city's calendar the stage has run; 0 where ballots are not counted by the day. */
export function ballotDay(stage: Pick<Stage<'ballot'>, 'startsAt' | 'settings'>, at: Date, zone: string): number {
  if (stage.settings.per === 'stage') return 0;
  return daysBetween(localDate(stage.startsAt, zone), localDate(at, zone));
}

/**
 * Which of the ballots that somebody may cast: the constraint on it decides that each is cast once.
 * @param which 0 up to before `times`
 */
export function slotOf(day: number, times: number, which: number, category: number | null): number {
  return (day * times + which) * categories + (category ?? 0);
}

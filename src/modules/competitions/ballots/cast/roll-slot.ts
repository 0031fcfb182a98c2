import { type Hmac, hmacSha256 } from '../../../../kernel/hmac.ts';
import { daysBetween, localDate } from '../../../../kernel/time/index.ts';
import type { Stage } from '../../competitions.rules.ts';

/** Categories have positions below this. */
const categories = 1000;
const voter_bytes = 16;
const keyed = new WeakMap<Buffer, Hmac>();

/** The pseudonym of an account, or of an address that gives the right to vote, on the roll of one ballot. */
export function pseudonym(rollKey: Buffer, name: string): Buffer {
  const hmac = keyed.get(rollKey) ?? hmacSha256(rollKey);
  keyed.set(rollKey, hmac);
  return Buffer.from(hmac(name, 'hex').slice(0, voter_bytes * 2), 'hex');
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

/** The slot of an address beside the one of the account that votes by it: below zero, so that a ballot is counted once. */
export function addressSlot(slot: number): number {
  return -1 - slot;
}

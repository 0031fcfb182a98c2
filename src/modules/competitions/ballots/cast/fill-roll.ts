import type { Tx } from '../../../../kernel/db/index.ts';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { takeSlots } from './cast.queries.ts';
import type { Casting, Refuse } from './cast-ballot.ts';
import { ballotDay, pseudonym, slotOf } from './roll-slot.ts';

type Waiting = { casting: Casting; voter: Buffer; key: string };

/**
 * Puts everybody on the roll for the first of their ballots that is still to be cast. With one ballot each this is one
 * statement; with `times` of them, at most so many.
 */
export async function fillRoll(
  k: Kernel,
  tx: Tx,
  at: Date,
  ballot: OpenBallot,
  castings: readonly Casting[],
  refuse: Refuse,
): Promise<void> {
  const { times, per } = ballot.stage.settings;
  const { rollKey } = ballot;
  if (!rollKey) {
    for (const casting of castings) refuse(casting, new AppError('competitions.too_late'));
    return;
  }
  const day = ballotDay(ballot.stage, at, k.config.TIME_ZONE);
  let waiting: Waiting[] = castings.map((casting) => {
    const voter = pseudonym(rollKey, casting.accountId as string);
    return { casting, voter, key: voter.toString('hex') };
  });
  for (let which = 0; which < times && waiting.length > 0; which++)
    waiting = await takeOne(tx, ballot, waiting, (category) => slotOf(day, times, which, category));
  const late = new AppError(per === 'day' ? 'competitions.ballot_cast_today' : 'competitions.ballot_cast_already', {
    times,
  });
  for (const { casting } of waiting) refuse(casting, late);
}

/** @returns those whose slot was taken already */
async function takeOne(
  tx: Tx,
  ballot: OpenBallot,
  waiting: Waiting[],
  slotFor: (category: number | null) => number,
): Promise<Waiting[]> {
  const asked = new Map<string, Waiting>();
  const again: Waiting[] = [];
  const voters: Buffer[] = [];
  const slots: number[] = [];
  for (const each of waiting) {
    const slot = slotFor(each.casting.category);
    const pair = `${each.key}:${slot}`;
    if (asked.has(pair)) {
      again.push(each);
      continue;
    }
    asked.set(pair, each);
    voters.push(each.voter);
    slots.push(slot);
  }
  const taken = await takeSlots(tx, ballot, voters, slots);
  if (taken) for (const [pair, each] of asked) if (!taken.has(pair)) again.push(each);
  return again;
}

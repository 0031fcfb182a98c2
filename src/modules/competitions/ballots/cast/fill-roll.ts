import type { Tx } from '../../../../kernel/db/index.ts';
import { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { giveSlotsBack, takeSlots } from './cast.queries.ts';
import type { Casting, Refuse } from './cast-ballot.ts';
import { addressSlot, ballotDay, pseudonym, slotOf } from './roll-slot.ts';

type Waiting = { casting: Casting; voter: Buffer; addresses: Buffer[] };
/** A place on the roll that a casting needs. */
type Place = { each: Waiting; voter: Buffer; slot: number };

/**
 * Puts everybody on the roll for the first of their ballots that is still to be cast. With one ballot each this is one
 * statement; with `times` of them, at most so many. Where an address gives the right to vote, it is put on the roll, too.
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
    return { casting, voter, addresses: casting.addresses.map((address) => pseudonym(rollKey, address)) };
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
  const accounts = waiting.map((each) => ({ each, voter: each.voter, slot: slotFor(each.casting.category) }));
  const again = (await takePlaces(tx, ballot, accounts)).map(({ each }) => each);
  const late = new Set(again);
  const addresses = accounts.flatMap(({ each, slot }) =>
    late.has(each) ? [] : each.addresses.map((voter) => ({ each, voter, slot: addressSlot(slot) })),
  );
  if (addresses.length === 0) return again;
  const refused = await takePlaces(tx, ballot, addresses);
  if (refused.length === 0) return again;
  // All of a casting's places or none.
  const back = new Set(refused.map(({ each }) => each));
  const missed = new Set(refused);
  const taken = [...accounts, ...addresses].filter((place) => back.has(place.each) && !missed.has(place));
  await giveSlotsBack(
    tx,
    ballot,
    taken.map(({ voter }) => voter),
    taken.map(({ slot }) => slot),
  );
  return [...again, ...back];
}

/** @returns places that were taken already, or that another wants here */
async function takePlaces<P extends Place>(tx: Tx, ballot: OpenBallot, places: readonly P[]): Promise<P[]> {
  const asked = new Map<string, P>();
  const missed: P[] = [];
  const voters: Buffer[] = [];
  const slots: number[] = [];
  for (const place of places) {
    const pair = `${place.voter.toString('hex')}:${place.slot}`;
    if (asked.has(pair)) {
      missed.push(place);
      continue;
    }
    asked.set(pair, place);
    voters.push(place.voter);
    slots.push(place.slot);
  }
  const taken = await takeSlots(tx, ballot, voters, slots);
  if (taken) for (const [pair, place] of asked) if (!taken.has(pair)) missed.push(place);
  return missed;
}

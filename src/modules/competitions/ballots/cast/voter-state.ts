import type { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { voters } from '../../../people/index.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { slotsTaken } from './cast.queries.ts';
import { asksOf, rightsOf, whyNot } from './eligibility.ts';
import { invitedOf } from './invited-of.ts';
import { addressSlot, ballotDay, pseudonym, slotOf } from './roll-slot.ts';

/** What somebody who is signed in can do with a ballot at this moment. */
export type VoterState = {
  /** why they cannot vote whatever they have cast; null: they can */
  problem: AppError | null;
  /** ballots they have left, by position of the category; null is the whole ballot */
  left: ReadonlyMap<number | null, number>;
};

/** Looks it up; what is said here may be otherwise a moment later, and casting decides. */
export async function voterState(k: Kernel, ballot: OpenBallot, accountId: string): Promise<VoterState> {
  const { who, scope, times } = ballot.stage.settings;
  const at = k.clock.now();
  const [voter] = await voters(k.db, { accountIds: [accountId] }, at, asksOf(who));
  const listed = (who === 'invited' && voter && (await invitedOf(k, k.db, ballot, [voter])).get(voter)) || [];
  const problem = whyNot(who, voter, listed.length > 0);
  const addresses = voter ? rightsOf(who, voter, listed) : [];
  const left = new Map<number | null, number>();
  const categories = scope === 'category' ? [...ballot.sizes.keys()] : [null];
  for (const category of categories)
    left.set(category, problem ? 0 : times - (await taken(k, ballot, { accountId, addresses }, category, at)));
  return { problem, left };
}

async function taken(
  k: Kernel,
  ballot: OpenBallot,
  { accountId, addresses }: { accountId: string; addresses: readonly string[] },
  category: number | null,
  at: Date,
): Promise<number> {
  if (!ballot.rollKey) return ballot.stage.settings.times;
  const { times } = ballot.stage.settings;
  const day = ballotDay(ballot.stage, at, k.config.TIME_ZONE);
  const slots = Array.from({ length: times }, (_, which) => slotOf(day, times, which, category));
  let most = await slotsTaken(k.db, ballot, pseudonym(ballot.rollKey, accountId), slots);
  for (const address of addresses)
    most = Math.max(most, await slotsTaken(k.db, ballot, pseudonym(ballot.rollKey, address), slots.map(addressSlot)));
  return most;
}

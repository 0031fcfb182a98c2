import type { AppError } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { voters } from '../../../people/index.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { invitedAmong, slotsTaken } from './cast.queries.ts';
import { addressesOf, asksOf, invitedHash, whyNot } from './eligibility.ts';
import { ballotDay, pseudonym, slotOf } from './roll-slot.ts';

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
  const hashes = voter ? addressesOf(voter).map((address) => invitedHash(k, ballot.stageId, address)) : [];
  const invited = who === 'invited' && (await invitedAmong(k.db, ballot, hashes)).size > 0;
  const problem = whyNot(who, voter, invited);
  const left = new Map<number | null, number>();
  const categories = scope === 'category' ? [...ballot.sizes.keys()] : [null];
  for (const category of categories)
    left.set(category, problem ? 0 : times - (await taken(k, ballot, accountId, category, at)));
  return { problem, left };
}

async function taken(
  k: Kernel,
  ballot: OpenBallot,
  accountId: string,
  category: number | null,
  at: Date,
): Promise<number> {
  if (!ballot.rollKey) return ballot.stage.settings.times;
  const { times } = ballot.stage.settings;
  const day = ballotDay(ballot.stage, at, k.config.TIME_ZONE);
  const slots = Array.from({ length: times }, (_, which) => slotOf(day, times, which, category));
  return slotsTaken(k.db, ballot, pseudonym(ballot.rollKey, accountId), slots);
}

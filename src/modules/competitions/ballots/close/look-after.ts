import { inTransaction } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import { sealBallots } from '../log/seal.ts';
import { type DueBallot, destroyRollKeys, dueBallots, endCasting } from './close.queries.ts';
import { closeBallot, scatterRoll } from './close-ballot.ts';

/**
 * Once a minute: ballots that run are sealed, at midnight whatever is in the urn; those that are over are closed. One that
 * cannot be is tried again a minute later, and does not hinder the others.
 */
export async function lookAfterBallots(k: Kernel): Promise<void> {
  const problems: unknown[] = [];
  for (const ballot of await dueBallots(k.db, k.clock.now()))
    await lookAfter(k, ballot).catch((error) => problems.push(error));
  if (problems.length > 0) throw new AggregateError(problems, 'ballots could not be sealed or closed');
}

async function lookAfter(k: Kernel, ballot: DueBallot): Promise<void> {
  const now = k.clock.now();
  if (ballot.state === 'cancelled') return giveUp(k, ballot);
  if (ballot.stageClosedAt) return scatterRoll(k, ballot);
  if (now >= ballot.endsAt) {
    await closeBallot(k, ballot);
    return;
  }
  const day = (at: Date) => localDate(at, k.config.TIME_ZONE);
  await sealBallots(k, ballot, { all: day(ballot.sealedAt ?? ballot.startsAt) < day(now) });
}

/** A competition that was called off: its ballots go into the log, and nobody can say any more who cast them. */
async function giveUp(k: Kernel, ballot: DueBallot): Promise<void> {
  if (!ballot.closedAt) await inTransaction(k.db, (tx) => endCasting(tx, ballot, k.clock.now()));
  if (!ballot.stageClosedAt) await sealBallots(k, ballot, { all: true });
  await scatterRoll(k, ballot);
  await inTransaction(k.db, (tx) => destroyRollKeys(tx, ballot.competitionId));
}

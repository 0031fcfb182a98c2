import type { Tx } from '../../../../kernel/db/index.ts';
import { ballotId } from '../log/leaf.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { linesOf } from './cast.queries.ts';
import type { Casting } from './cast-ballot.ts';

/**
 * Of ballots that are tried again those that are kept: where the connection broke while a commit was under way, nobody
 * knows whether it was made. They are acknowledged, and not cast once more.
 */
export async function keptAlready(tx: Tx, ballot: OpenBallot, castings: readonly Casting[]): Promise<Set<Casting>> {
  if (castings.length === 0) return new Set();
  const ids = new Map(castings.map((each) => [ballotId(ballot.hash, each.secret).toString('base64url'), each]));
  const kept = await linesOf(tx, ballot, [...ids.keys()]);
  return new Set([...ids].filter(([id]) => kept.has(id)).map(([, casting]) => casting));
}

/** Makes the transaction be tried again: the commit that was under way was made in the meantime. */
export function keptMeanwhile(): Error {
  return Object.assign(new Error('a ballot that was tried again is kept by now'), { code: '40001' });
}

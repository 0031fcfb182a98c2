import type { Tx } from '../../../../kernel/db/index.ts';
import { AppError } from '../../../../kernel/errors/index.ts';
import { type BallotLeaf, ballotId } from '../log/leaf.ts';
import type { OpenBallot } from '../open-ballot.ts';
import { linesOf, takeReplaced } from './cast.queries.ts';
import type { Casting, Refuse } from './cast-ballot.ts';

/** Replaces the ballots whose receipts were shown; the constraint decides that each is replaced once. */
export async function replaceEarlier(
  tx: Tx,
  ballot: OpenBallot,
  castings: readonly Casting[],
  refuse: Refuse,
): Promise<void> {
  const asked = new Map<string, { casting: Casting; id: Buffer }>();
  for (const casting of castings) {
    const id = ballotId(ballot.hash, casting.replaces as Buffer);
    const text = id.toString('base64url');
    if (!ballot.stage.settings.changeable) refuse(casting, new AppError('competitions.ballot_fixed'));
    else if (asked.has(text)) refuse(casting, new AppError('competitions.receipt_replaced'));
    else asked.set(text, { casting, id });
  }
  if (asked.size === 0) return;
  const earlier = await linesOf(tx, ballot, [...asked.keys()]);
  for (const [text, { casting }] of asked) {
    const line = earlier.get(text)?.line;
    const problem = line === undefined ? 'competitions.receipt_unknown' : otherCategory(line, casting);
    if (!problem) continue;
    asked.delete(text);
    refuse(casting, new AppError(problem));
  }
  if (asked.size === 0) return;
  const taken = await takeReplaced(
    tx,
    ballot,
    [...asked.values()].map(({ id }) => id),
  );
  for (const { casting, id } of asked.values())
    if (!taken.has(id.toString('hex'))) refuse(casting, new AppError('competitions.receipt_replaced'));
}

function otherCategory(line: string, { category }: Casting): string | null {
  const { g = null } = JSON.parse(line) as BallotLeaf;
  return g === category ? null : 'competitions.receipt_other_category';
}

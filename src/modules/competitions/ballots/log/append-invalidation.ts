import type { Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Competition } from '../../competition.queries.ts';
import { insertStandings } from '../../field.queries.ts';
import { lockBallot } from '../ballot.queries.ts';
import '../ballots.errors.ts';
import { deleteStandings, placedEntries, votedEntries, writeInvalidated } from '../close/close.queries.ts';
import { recount } from '../close/recount.ts';
import { voteStandings } from '../close/vote-standings.ts';
import { leafHash } from './digest.ts';
import { type InvalidationLeaf, invalidationLine } from './leaf.ts';
import { insertInvalidationLeaf, setCounts, writeTiles } from './log.queries.ts';
import { readEdge } from './tiles.ts';
import { writeHead } from './write-head.ts';

/**
 * Names ballots in the log that do not count any more, in the transaction of the decision: leaf, head, counts and, until the
 * results are final, standings. The ballot must be closed.
 * @param given.positions inclusive ranges of leaves, ascending
 * @throws AppError competitions.ballot_not_closed, competitions.wrong_state
 */
export async function appendInvalidation(
  k: Kernel,
  tx: Tx,
  given: {
    competition: Competition;
    stageId: string;
    id: string;
    reason: string;
    positions: InvalidationLeaf['positions'];
  },
): Promise<void> {
  const { competition, stageId, id, reason, positions } = given;
  if (competition.state === 'final') fail('competitions.wrong_state', { state: competition.state });
  const stage = { competitionId: competition.id, stageId };
  const ballot = await lockBallot(tx, stage);
  const open = competition.stages.find((each) => each.id === stageId);
  if (!ballot || ballot.header === null || open?.kind !== 'ballot') return fail('competitions.ballot_not_closed');
  const line = invalidationLine({ v: id, reason, positions });
  const edge = await readEdge(tx, ballot);
  edge.append(leafHash(ballot.hash, line));
  await insertInvalidationLeaf(tx, stage, ballot.size, line);
  await writeTiles(tx, stage, edge.tiles());
  const grown = { ...ballot, size: ballot.size + 1 };
  const count = await recount(tx, grown);
  await setCounts(tx, stage, count.votes);
  await writeInvalidated(tx, stage, { ...count, size: grown.size });
  await writeHead(k, tx, grown, { root: edge.root(), kind: 'invalidation', at: k.clock.now() });
  const { entries } = JSON.parse(ballot.header) as { entries: { number: number }[] };
  const numbers = entries.map(({ number }) => number);
  const field = await votedEntries(tx, competition.id, numbers, await placedEntries(tx, stageId));
  await deleteStandings(tx, stageId);
  await insertStandings(tx, stage, voteStandings(field, count.votes, open.settings.advances));
}

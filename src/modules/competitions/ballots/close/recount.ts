import type { Db } from '../../../../kernel/db/index.ts';
import type { Ballot } from '../ballot.queries.ts';
import { type BallotLeaf, ballotId, type InvalidationLeaf } from '../log/leaf.ts';
import { leavesFrom } from '../log/log.queries.ts';

/** What the leaves of a log come to. */
export type Recount = {
  ballots: number;
  /** ballots that a later one replaced */
  replaced: number;
  /** ballots that an invalidation names and none replaced */
  invalidated: number;
  /** number of an entry → ballots that count for it; entries without one are not in it */
  votes: Map<number, number>;
  /** every entry that a ballot names, whether or not it counts */
  named: Set<number>;
};

const page = 5_000;

/** Every leaf of a log in order, a page at a time: a million do not fit into one answer. */
export async function* leavesOf(
  db: Db,
  ballot: Pick<Ballot, 'competitionId' | 'stageId' | 'size'>,
): AsyncGenerator<{ kind: 'b' | 'v'; line: string }[]> {
  for (let from = 0; from < ballot.size; from += page) {
    const leaves = await leavesFrom(db, ballot, from, page);
    if (leaves.length !== Math.min(page, ballot.size - from)) throw new Error('leaves of a log are missing');
    yield leaves;
  }
}

/** Counts a ballot anew from its leaves alone. */
export async function recount(db: Db, ballot: Ballot): Promise<Recount> {
  const gone = new Set<string>();
  const named: [number, number][] = [];
  for await (const leaves of leavesOf(db, ballot)) {
    for (const { kind, line } of leaves) {
      if (kind === 'v') named.push(...(JSON.parse(line) as InvalidationLeaf).positions);
      else if (line.includes('"r":"')) gone.add(targetOf(ballot, line));
    }
  }
  const isNamed = within(named);
  const count: Recount = { ballots: 0, replaced: 0, invalidated: 0, votes: new Map(), named: new Set() };
  let position = 0;
  for await (const leaves of leavesOf(db, ballot)) {
    for (const { kind, line } of leaves) {
      if (kind === 'b') countOne(count, JSON.parse(line) as BallotLeaf, gone, isNamed(position));
      position++;
    }
  }
  return count;
}

const targetOf = ({ hash }: Ballot, line: string): string =>
  ballotId(hash, Buffer.from((JSON.parse(line) as BallotLeaf).r ?? '', 'base64url')).toString('base64url');

function countOne(count: Recount, { b, c }: BallotLeaf, gone: ReadonlySet<string>, isNamed: boolean): void {
  count.ballots++;
  for (const number of c) count.named.add(number);
  if (gone.has(b)) count.replaced++;
  else if (isNamed) count.invalidated++;
  else for (const number of c) count.votes.set(number, (count.votes.get(number) ?? 0) + 1);
}

/** Whether a position lies in one of the ranges; asked with positions that only grow. */
function within(ranges: readonly [number, number][]): (position: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  let at = 0;
  let until = -1;
  return (position) => {
    while (at < sorted.length && (sorted[at]?.[0] ?? 0) <= position) until = Math.max(until, sorted[at++]?.[1] ?? -1);
    return position <= until;
  };
}

import type { LogHash } from './digest.ts';
import { type BallotLeaf, ballotId } from './leaf.ts';

/** A ballot on its way into the log. */
export type Waiting = {
  line: string;
  leaf: BallotLeaf;
  mark: number;
  /** id of the ballot that it replaces, base64url; null: none */
  target: string | null;
};

export function readWaiting(hash: LogHash, line: string, mark: number): Waiting {
  const leaf = JSON.parse(line) as BallotLeaf;
  const target = leaf.r === undefined ? null : ballotId(hash, Buffer.from(leaf.r, 'base64url')).toString('base64url');
  return { line, leaf, mark, target };
}

/**
 * The order in which ballots go into the log: by their ids, which are hashes of something random, so that it says nothing;
 * but a ballot that replaces another comes after it. Whose predecessor is neither here nor in the log has to wait.
 * @param sealed ids (base64url) of targets that are in the log already
 */
export function orderLeaves(
  waiting: readonly Waiting[],
  sealed: ReadonlySet<string>,
): { ready: Waiting[]; later: Waiting[] } {
  const order = [...waiting].sort((a, b) => (a.leaf.b < b.leaf.b ? -1 : 1));
  if (order.every(({ target }) => target === null)) return { ready: order, later: [] };
  const here = new Map(order.map((each) => [each.leaf.b, each]));
  const ready: Waiting[] = [];
  const later: Waiting[] = [];
  const placed = new Map<Waiting, boolean>();
  for (const each of order) {
    // From this one back to the first that is not placed, then forward again; without recursion, for chains are as long as people like.
    const chain: Waiting[] = [];
    let at: Waiting | undefined = each;
    let holds = true;
    while (at && !placed.has(at)) {
      chain.push(at);
      if (at.target === null) break;
      const before: Waiting | undefined = here.get(at.target);
      if (!before) {
        holds = sealed.has(at.target);
        break;
      }
      if (placed.has(before)) {
        holds = placed.get(before) as boolean;
        break;
      }
      at = before;
    }
    for (const link of chain.reverse()) {
      placed.set(link, holds);
      (holds ? ready : later).push(link);
    }
  }
  return { ready, later };
}

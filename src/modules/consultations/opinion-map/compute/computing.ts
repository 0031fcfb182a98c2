import { MapKeeper, type OpinionMap } from '../math/opinion-map.ts';

/** Three columns of the same length. */
export type Columns = { participants: Int32Array; statements: Int32Array; votes: Int32Array };

export type ToWorker =
  /** `keeper`: to go on from */
  | { kind: 'begin'; keeper: Uint8Array | null; leftOut: number[] }
  | ({ kind: 'votes' } & Columns)
  /** `final`: afresh from all votes, in the order in which they are published */
  | { kind: 'finish'; final: boolean };

export type Computed = {
  result: OpinionMap;
  /** what the next computation goes on from; null with `final` */
  keeper: Uint8Array | null;
  /** the keeper that was given could not be read: everything must be given anew */
  stale: boolean;
};

/** Takes the messages of one computation in their order; answers the last one. */
export function beginComputing(): (message: ToWorker) => Computed | null {
  let keeper = new MapKeeper();
  let leftOut: number[] = [];
  let stale = false;
  const held: Columns[] = [];
  return (message) => {
    if (message.kind === 'begin') {
      leftOut = message.leftOut;
      const restored = message.keeper && restore(message.keeper);
      stale = message.keeper !== null && restored === null;
      keeper = restored ?? new MapKeeper();
    } else if (message.kind === 'votes') held.push(message);
    else {
      if (message.final) return { result: wholeMap(inOrder(held), leftOut), keeper: null, stale };
      keeper.moderateOut(leftOut);
      for (const columns of held) keeper.apply(columns);
      const result = keeper.compute();
      return { result, keeper: keeper.state(), stale };
    }
    return null;
  };
}

/** A map afresh: what anybody gets from the published votes. */
export function wholeMap(votes: Columns, leftOut: readonly number[]): OpinionMap {
  const keeper = new MapKeeper();
  keeper.moderateOut(leftOut);
  keeper.apply(votes);
  return keeper.compute();
}

/** By participant and statement, as the published file has them. */
export function inOrder(held: readonly Columns[]): Columns {
  const length = held.reduce((sum, { votes }) => sum + votes.length, 0);
  const all = {
    participants: new Int32Array(length),
    statements: new Int32Array(length),
    votes: new Int32Array(length),
  };
  let at = 0;
  for (const columns of held) {
    for (const name of ['participants', 'statements', 'votes'] as const) all[name].set(columns[name], at);
    at += columns.votes.length;
  }
  const order = Uint32Array.from(all.votes.keys()).sort(
    (a, b) =>
      (all.participants[a] as number) - (all.participants[b] as number) ||
      (all.statements[a] as number) - (all.statements[b] as number),
  );
  const sorted = (column: Int32Array) => Int32Array.from(order, (from) => column[from] as number);
  return {
    participants: sorted(all.participants),
    statements: sorted(all.statements),
    votes: sorted(all.votes),
  };
}

function restore(state: Uint8Array): MapKeeper | null {
  try {
    return MapKeeper.restore(state);
  } catch {
    return null;
  }
}

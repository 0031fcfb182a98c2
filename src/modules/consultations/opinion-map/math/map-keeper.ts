import type { OpinionMap, VoteBatch } from './opinion-map.ts';

/**
 * Keeps one map up to date as votes come in. Each `compute` starts from the last one, so that groups stay what they are while
 * opinions do; the same sequence of calls always gives the same map. Not for the request path: `compute` may take a second.
 */
export class MapKeeper {
  /** Takes votes in. @throws RangeError on a number that is not whole, is negative or is no vote; nothing of the batch is taken then */
  apply(_batch: VoteBatch): void {
    throw new Error('to come');
  }

  /** Leaves exactly these statements out from now on: no weight in the plane, not representative, in no consensus. */
  moderateOut(_statements: Iterable<number>): void {
    throw new Error('to come');
  }

  compute(): OpinionMap {
    throw new Error('to come');
  }

  /** Everything the keeper knows, for `MapKeeper.restore`: a keeper that is restored goes on as this one would. */
  state(): Uint8Array {
    throw new Error('to come');
  }

  /** @throws Error on bytes that no keeper of this version wrote: build a new one from the votes */
  static restore(_state: Uint8Array): MapKeeper {
    throw new Error('to come');
  }
}

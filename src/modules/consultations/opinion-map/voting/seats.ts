import { onCommit, type Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** A participant's number, and the statements they have voted on as far as this process knows. */
export type Seat = { number: number; seen: Set<number> };

type Shelf = { epoch: number; seats: Map<string, Seat> };

/** Participants that one process remembers of one map; beyond it the memory begins anew. */
const mostSeats = 20_000;
const mostMaps = 50;

/** Who votes right now, in memory: most votes come from somebody who voted a moment ago. */
export class Seats {
  readonly #shelves = new Map<string, Shelf>();

  of(mapId: string, epoch: number): ReadonlyMap<string, Seat> {
    return this.#shelf(mapId, epoch).seats;
  }

  /** Only what was committed is remembered: a number that was rolled back goes to somebody else. */
  keepAfter(tx: Tx, mapId: string, epoch: number, seats: ReadonlyMap<string, Seat>): void {
    onCommit(tx, () => {
      const shelf = this.#shelf(mapId, epoch);
      if (shelf.seats.size > mostSeats) shelf.seats.clear();
      for (const [key, seat] of seats) if (!shelf.seats.has(key)) shelf.seats.set(key, seat);
    });
  }

  forget(mapId: string): void {
    this.#shelves.delete(mapId);
  }

  #shelf(mapId: string, epoch: number): Shelf {
    let shelf = this.#shelves.get(mapId);
    if (!shelf || shelf.epoch !== epoch) {
      if (this.#shelves.size >= mostMaps) this.#shelves.clear();
      shelf = { epoch, seats: new Map() };
      this.#shelves.set(mapId, shelf);
    }
    return shelf;
  }
}

const known = new WeakMap<Kernel, Seats>();

/** Those of this process. */
export function seatsOf(k: Kernel): Seats {
  let seats = known.get(k);
  if (!seats) {
    seats = new Seats();
    known.set(k, seats);
  }
  return seats;
}

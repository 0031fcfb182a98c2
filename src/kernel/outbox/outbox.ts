import type { Logger } from 'pino';
import { type Db, inTransaction, onCommit, type Tx } from '../db/index.ts';
import {
  backlog,
  clearFailure,
  dueFailures,
  type EventRow,
  eventsAfter,
  insertEvents,
  lockCursor,
  moveCursor,
  recordFailure,
  releaseSavepoint,
  rollbackToSavepoint,
  savepoint,
} from './outbox.queries.ts';

/** What happened, as other modules hear of it. No personal data: ids, and what a listener needs to look things up. */
export type AppEvent = { type: string; subject: string; actorId?: string | null; payload?: Record<string, unknown> };
export type DeliveredEvent = {
  id: number;
  at: Date;
  type: string;
  subject: string;
  actorId: string | null;
  payload: Record<string, unknown>;
};

/**
 * Listens to events of some types. Called in a transaction that also moves the cursor: what it writes through `tx` is
 * done exactly once, what it does elsewhere at least once (so it should send a job for that).
 */
export type Subscriber = { name: string; types: string[]; handle: (tx: Tx, event: DeliveredEvent) => Promise<void> };

const consumer = 'relay';
const batchSize = 200;

export class Outbox {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #subscribers: Subscriber[] = [];
  readonly #delivered: ((events: DeliveredEvent[]) => Promise<void> | void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<number> | undefined;
  #stopped = true;

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** @throws Error for a name that is taken: what failed is tried again by name */
  subscribe(subscriber: Subscriber): void {
    if (this.#subscribers.some(({ name }) => name === subscriber.name))
      throw new Error(`two subscribers are called ${subscriber.name}`);
    this.#subscribers.push(subscriber);
  }

  /** Called with each batch after its transaction: tells the other processes. */
  onDelivered(listener: (events: DeliveredEvent[]) => Promise<void> | void): void {
    this.#delivered.push(listener);
  }

  /** Writes events in the transaction of their facts and wakes the relay after the commit. */
  async emit(tx: Tx, at: Date, ...events: AppEvent[]): Promise<void> {
    if (events.length === 0) return;
    await insertEvents(
      tx,
      events.map((event) => ({
        at,
        type: event.type,
        subject: event.subject,
        actor_id: event.actorId ?? null,
        payload: JSON.stringify(event.payload ?? {}),
      })),
    );
    onCommit(tx, () => this.wake());
  }

  start(): void {
    this.#stopped = false;
    this.#schedule(0);
  }

  wake(): void {
    if (!this.#stopped) this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  /**
   * Delivers everything that is waiting. For commands and tests, where no relay runs. Events wait for every transaction
   * on the server that began before them, also those of other databases; for a minute that is waited for.
   */
  async drain(): Promise<number> {
    let total = 0;
    for (let empty = 0; empty < 3000; ) {
      const n = await this.#deliverBatch();
      total += n;
      if (n > 0) empty = 0;
      else if ((await backlog(this.#db, consumer)) === 0) return total;
      else {
        empty++;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    return total;
  }

  backlog(): Promise<number> {
    return backlog(this.#db, consumer);
  }

  #schedule(delay_ms: number): void {
    if (this.#running) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#deliverBatch();
      this.#running
        .catch((error) => {
          this.#log.error({ err: error }, 'outbox relay');
          return -1;
        })
        .then((n) => {
          this.#running = undefined;
          if (!this.#stopped) this.#schedule(n > 0 ? 5 : n < 0 ? 2_000 : 500);
        });
    }, delay_ms);
  }

  async #deliverBatch(): Promise<number> {
    const events = await inTransaction(this.#db, async (tx) => {
      const cursor = await lockCursor(tx, consumer);
      if (!cursor) return [];
      const rows = await eventsAfter(tx, cursor, batchSize);
      const last = rows.at(-1);
      if (!last) return [];
      const delivered = rows.map(toDelivered);
      for (const event of delivered) await this.#handle(tx, event);
      await moveCursor(tx, consumer, last);
      return delivered;
    });
    if (events.length > 0) for (const listener of this.#delivered) await listener(events);
    return events.length;
  }

  /** A subscriber that fails is rolled back alone and tried again later; the events behind it go on. */
  async #handle(tx: Tx, event: DeliveredEvent, only?: string): Promise<void> {
    for (const subscriber of this.#subscribers) {
      if (only ? subscriber.name !== only : !subscriber.types.includes(event.type) && !subscriber.types.includes('*'))
        continue;
      await savepoint(tx);
      try {
        await subscriber.handle(tx, event);
        await releaseSavepoint(tx);
        if (only) await clearFailure(tx, subscriber.name, event.id);
      } catch (error) {
        await rollbackToSavepoint(tx);
        await recordFailure(tx, subscriber.name, event.id, String(error));
        this.#log.error(
          { err: error, subscriber: subscriber.name, event: event.type, id: event.id },
          'subscriber failed',
        );
      }
    }
  }

  /** Tries failed deliveries again whose time has come. Run by a job every minute. */
  async retryFailures(): Promise<number> {
    return inTransaction(this.#db, async (tx) => {
      const due = await dueFailures(tx, 50);
      for (const row of due) await this.#handle(tx, toDelivered(row), row.subscriber);
      return due.length;
    });
  }
}

function toDelivered(row: EventRow): DeliveredEvent {
  return {
    id: row.id,
    at: row.at,
    type: row.type,
    subject: row.subject,
    actorId: row.actor_id,
    payload: row.payload as Record<string, unknown>,
  };
}

import { type Db, inTransaction } from '../db/index.ts';
import type { Clock } from '../time/index.ts';
import type { Channel, EmailAdapter, PushAdapter, SmsAdapter } from './channels.ts';
import { insertLoopback, loopbackMessages } from './loopback.queries.ts';

export type LoopbackMessage = { id: number; channel: Channel; to: string; subject: string; text: string; at: Date };

/** Keeps what would have gone out, codes and addresses in clear: for the demo and for tests only. */
export class Loopback {
  readonly #db: Db;
  readonly #clock: Clock;
  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Newest first. `after` is the id of a message already seen. */
  list(
    filter: { to?: string; channel?: Channel; since?: Date; after?: number; limit?: number } = {},
  ): Promise<LoopbackMessage[]> {
    return loopbackMessages(this.#db, filter);
  }

  email(): EmailAdapter {
    return { real: false, send: ({ to, subject, text }) => this.#keep('email', to, subject, text), close: () => {} };
  }

  sms(): SmsAdapter {
    return { real: false, send: ({ to, text }) => this.#keep('sms', to, '', text) };
  }

  push(publicKey: string): PushAdapter {
    return {
      real: false,
      publicKey,
      send: ({ subscription, title, text, url }) => this.#keep('push', subscription.endpoint, title, `${text}\n${url}`),
    };
  }

  async #keep(channel: Channel, recipient: string, subject: string, text: string): Promise<string> {
    const id = await inTransaction(this.#db, (tx) =>
      insertLoopback(tx, { channel, recipient, subject, text, at: this.#clock.now() }),
    );
    return `loopback-${id}`;
  }
}

import type { ServerResponse } from 'node:http';
import pg from 'pg';
import type { Logger } from 'pino';
import type { ConnectionOptions, Db, Tx } from '../db/index.ts';
import { sendNotice } from '../outbox/index.ts';

export type Notice = { topic: string; data: unknown };

const channel = 'tongxin';
// PostgreSQL refuses payloads of 8000 bytes and more.
const largestPayload_bytes = 7_900;

/** Tells every process once the transaction is committed, and nobody if it is not. For what has no {@link Live} at hand. */
export function noticeOnCommit(tx: Tx, topic: string, data: unknown): Promise<void> {
  return sendNotice(tx, channel, JSON.stringify({ topic, data }));
}

/**
 * Small notices from one process to all (LISTEN/NOTIFY) and on to browsers (server-sent events). A notice says that
 * something changed, not what: whoever needs it reads it, so one that is lost costs a moment and no data.
 */
export class Live {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #listeners = new Map<string, Set<(data: unknown) => void>>();
  readonly #streams = new Map<string, Set<ServerResponse>>();
  #client: pg.Client | undefined;
  #stopped = false;
  #beat: NodeJS.Timeout | undefined;
  #reconnected: (() => void)[] = [];

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  async start(connection: ConnectionOptions): Promise<void> {
    this.#beat = setInterval(() => this.#heartbeat(), 25_000);
    await this.#connect(connection);
  }

  /** Tells every process, this one too, after what was said so far is committed. */
  async publish(topic: string, data: unknown = null): Promise<void> {
    const payload = JSON.stringify({ topic, data });
    if (Buffer.byteLength(payload) > largestPayload_bytes) throw new Error(`live notice too large: ${topic}`);
    await sendNotice(this.#db, channel, payload);
  }

  on(topic: string, listener: (data: unknown) => void): () => void {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(listener));
    return () => set.delete(listener);
  }

  /** Notices may have been missed: whoever keeps copies drops them. */
  onReconnect(listener: () => void): void {
    this.#reconnected.push(listener);
  }

  /** Keeps `response` open as a stream of server-sent events of these topics. The caller has written the headers. */
  stream(topics: string[], response: ServerResponse): void {
    for (const topic of topics) {
      const set = this.#streams.get(topic) ?? new Set();
      this.#streams.set(topic, set.add(response));
    }
    response.write('retry: 3000\n\n');
    response.on('close', () => {
      for (const topic of topics) {
        this.#streams.get(topic)?.delete(response);
        if (this.#streams.get(topic)?.size === 0) this.#streams.delete(topic);
      }
    });
  }

  get streams(): number {
    return new Set([...this.#streams.values()].flatMap((set) => [...set])).size;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#beat);
    for (const set of this.#streams.values()) for (const response of set) response.end();
    await this.#client?.end().catch(() => {});
  }

  async #connect(connection: ConnectionOptions): Promise<void> {
    const client = new pg.Client({ ...connection, application_name: 'tongxin-live' });
    client.on('notification', (message) => this.#receive(message.payload ?? ''));
    client.on('error', () => {});
    client.on('end', () => {
      if (!this.#stopped && this.#client === client) this.#retry(connection);
    });
    await client.connect();
    await client.query(`listen ${channel}`);
    this.#client = client;
  }

  #retry(connection: ConnectionOptions): void {
    setTimeout(() => {
      if (this.#stopped) return;
      this.#connect(connection).then(
        () => {
          this.#log.info('listening to the database again');
          for (const listener of this.#reconnected) listener();
        },
        () => this.#retry(connection),
      );
    }, 1_000).unref();
  }

  #receive(payload: string): void {
    const { topic, data } = JSON.parse(payload) as Notice;
    for (const listener of this.#listeners.get(topic) ?? []) listener(data);
    const streams = this.#streams.get(topic);
    if (!streams) return;
    // Made once, written to each socket: the faster way for thousands of them.
    const frame = Buffer.from(`event: ${topic}\ndata: ${JSON.stringify(data)}\n\n`);
    for (const response of streams) response.write(frame);
  }

  #heartbeat(): void {
    const frame = Buffer.from(': \n\n');
    for (const set of this.#streams.values()) for (const response of set) response.write(frame);
  }
}

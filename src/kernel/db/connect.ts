import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.gen.ts';

export type Database = DB;
export type Db = Kysely<DB>;

declare const txBrand: unique symbol;
/** A transaction. Obtained only from `inTransaction`; every function that writes takes one. */
export type Tx = Transaction<DB> & { readonly [txBrand]: true };

export type ConnectionOptions =
  | { connectionString: string }
  | { host: string; port: number; user: string; database: string };

// bigint: counts and sequence numbers here stay below 2^53; date: kept as 'YYYY-MM-DD', a day has no time zone.
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

/** A pool of at most `size` connections; an idle connection that breaks is dropped and logged, not thrown. */
export function createPool(options: ConnectionOptions & { size: number; onError?: (error: Error) => void }): pg.Pool {
  const { size, onError, ...connection } = options;
  const pool = new pg.Pool({
    ...connection,
    max: size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    // A statement that a page waits for is never worth more than this; long work sets its own.
    options: '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC',
    application_name: 'tongxin',
  });
  pool.on('error', (error) => onError?.(error));
  // The pool hears of connections that rest in it; one that breaks between two statements of a transaction would
  // otherwise end the process. Its next statement fails, and that is answered.
  pool.on('connect', (client) => client.on('error', (error) => onError?.(error)));
  return pool;
}

export function createDb(pool: pg.Pool): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

/** Work that runs once the transaction has been committed: waking the relay, answering a waiting person. */
const afterCommit = new WeakMap<object, (() => void)[]>();

/** Runs `work` after `tx` was committed; never where it was rolled back. Must not throw. */
export function onCommit(tx: Tx, work: () => void): void {
  afterCommit.get(tx)?.push(work);
}

// serialization_failure, deadlock_detected: nothing was written, so trying again is safe.
const retryable = new Set(['40001', '40P01']);

/**
 * The only way to a `Tx`. Commits when `work` returns, rolls back when it throws. Deadlocks and serialisation
 * failures are tried again (so `work` must not have effects outside the database).
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const hooks: (() => void)[] = [];
    try {
      const result = await db.transaction().execute((transaction) => {
        const tx = transaction as Tx;
        afterCommit.set(tx, hooks);
        return work(tx);
      });
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      if (attempt < 4 && retryable.has((error as { code?: string }).code ?? '')) continue;
      throw error;
    }
  }
}

/** Whether an error is the unique violation of the named constraint or index. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const { code, constraint: violated } = error as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || violated === constraint);
}

/** Whether the database cannot be reached, as opposed to having refused something. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  if (code && /^(08|57P0[123]|53300)/.test(code)) return true;
  if (code && ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|socket hang up/i.test(
    message ?? '',
  );
}

import path from 'node:path';
import { readMigrations } from '../db/index.ts';
import type { Kernel } from '../kernel.ts';
import { appliedMigrations } from './metrics.queries.ts';

export type Readiness = {
  ready: boolean;
  database: 'ok' | 'away';
  migrations: 'current' | 'behind' | 'unknown';
  stopping: boolean;
};

const patience_ms = 2_000;
/** A balancer that asks often, or somebody who asks very often, costs the database one query a second. */
const fresh_ms = 1_000;

/** Whether this process should be given requests. Never throws. */
export function readinessOf(k: Pick<Kernel, 'db' | 'root'>, stopping: () => boolean): () => Promise<Readiness> {
  const wanted = readMigrations(path.join(k.root, 'migrations')).then((found) => found.map(({ name }) => name));
  wanted.catch(() => {});
  let last: { at: number; answer: Promise<Omit<Readiness, 'ready' | 'stopping'>> } | undefined;

  const look = async (): Promise<Omit<Readiness, 'ready' | 'stopping'>> => {
    try {
      const applied = new Set(await within(appliedMigrations(k.db)));
      const current = (await wanted).every((name) => applied.has(name));
      return { database: 'ok', migrations: current ? 'current' : 'behind' };
    } catch {
      return { database: 'away', migrations: 'unknown' };
    }
  };

  return async () => {
    const now = performance.now();
    if (!last || now - last.at > fresh_ms) last = { at: now, answer: look() };
    const seen = await last.answer;
    return {
      ready: seen.database === 'ok' && seen.migrations === 'current' && !stopping(),
      ...seen,
      stopping: stopping(),
    };
  };
}

function within<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), patience_ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { startEmbedded } from '../../src/kernel/db/embedded/index.ts';
import { type ConnectionOptions, createPool } from '../../src/kernel/db/index.ts';

/** A data folder and a durable PostgreSQL that are gone afterwards, also when the bench is killed. */
export type TemporaryCity = {
  dataDir: string;
  connection: Exclude<ConnectionOptions, { connectionString: string }>;
  connectionString: string;
  pool: pg.Pool;
  postgresPid(): number;
};

/** Runs `work` on a fresh embedded PostgreSQL with the settings that a city gets: every commit is on the disk. */
export async function withTemporaryCity<R>(work: (city: TemporaryCity) => Promise<R>): Promise<R> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-bench-'));
  try {
    const server = await startEmbedded({ dataDir: path.join(dataDir, 'postgres'), tether: true });
    const { host, port, user, database, connectionString } = server;
    const pool = createPool({ host, port, user, database, size: 2 });
    try {
      return await work({
        dataDir,
        connection: { host, port, user, database },
        connectionString,
        pool,
        postgresPid: () => server.pid,
      });
    } finally {
      await pool.end();
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

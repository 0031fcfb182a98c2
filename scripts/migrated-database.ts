import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startEmbedded } from '../src/kernel/db/embedded/index.ts';
import { createPool, migrate, readMigrations } from '../src/kernel/db/index.ts';
import { ROOT } from './checks/project.ts';

/** Runs `work` on a fresh database that has every migration and nothing else; it is gone afterwards. */
export async function withMigratedDatabase<R>(
  work: (pool: pg.Pool, connectionString: string) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'tongxin-schema-'));
  try {
    const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
    const server = await startEmbedded({ dataDir: folder, settings, tether: true });
    const pool = createPool({ connectionString: server.connectionString, size: 2 });
    try {
      await migrate(pool, await readMigrations(join(ROOT, 'migrations')));
      return await work(pool, server.connectionString);
    } finally {
      await pool.end();
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

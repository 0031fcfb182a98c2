import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/kernel/db/embedded/index.ts';
import { createPool, migrate, readMigrations } from '../src/kernel/db/index.ts';
import { Jobs } from '../src/kernel/jobs/index.ts';
import { systemClock } from '../src/kernel/time/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    database: { host: string; port: number; user: string };
  }
}

/** One real PostgreSQL for all tests; a migrated template from which each test file copies its own database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-test-'));
  // Durability is tested where it matters, on servers of their own.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await startEmbedded({ dataDir, settings, tether: true });
  const { host, port, user } = server;
  const admin = createPool({ host, port, user, database: 'postgres', size: 2 });
  await admin.query('create database template_tongxin');
  const connection = { host, port, user, database: 'template_tongxin' };
  const pool = createPool({ ...connection, size: 2 });
  await migrate(pool, await readMigrations(path.resolve(import.meta.dirname, '../migrations')));
  const jobs = new Jobs({ pool, connection, log: pino({ level: 'silent' }), clock: systemClock });
  await jobs.start({ work: false });
  await jobs.stop();
  await pool.end();
  await admin.query('alter database template_tongxin with is_template true allow_connections false');
  await admin.end();
  project.provide('database', { host, port, user });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

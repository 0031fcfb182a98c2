import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { afterAll, inject } from 'vitest';
import { createApp, wireModules } from '../src/app.ts';
import { readConfig } from '../src/kernel/config/index.ts';
import { inTransaction } from '../src/kernel/db/index.ts';
import type { App } from '../src/kernel/http/index.ts';
import { type Kernel, openKernel } from '../src/kernel/kernel.ts';
import { citySettings } from '../src/kernel/settings/index.ts';
import { defaultYears, type FixedClock, fixedClock, seedYears } from '../src/kernel/time/index.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A Thursday morning in service time, Asia/Shanghai: 2026-11-19 10:00. */
export const testNow = new Date('2026-11-19T02:00:00Z');

const opened: (() => Promise<unknown>)[] = [];
// Declared here, where the test file is read: within another hook, which is where most are opened, it would never run.
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

/** Closes something after the test file; what was opened last is closed first. */
export function atEnd(close: () => Promise<unknown>): void {
  opened.push(close);
}

export type TestKernel = Kernel & { clock: FixedClock };

async function copyDatabase(): Promise<{
  host: string;
  port: number;
  user: string;
  database: string;
  drop: () => Promise<void>;
}> {
  const server = inject('database');
  const database = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
  try {
    // Copies of one template wait for each other; PostgreSQL says so instead of queueing.
    for (let attempt = 0; ; attempt++) {
      try {
        await admin.query(`create database ${database} template template_tongxin`);
        break;
      } catch (error) {
        if (attempt > 50 || (error as { code?: string }).code !== '55006') throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await admin.end();
  }
  const drop = async () => {
    const client = new pg.Client({ ...server, database: 'postgres' });
    await client.connect();
    await client.query(`drop database if exists ${database} with (force)`);
    await client.end();
  };
  return { ...server, database, drop };
}

/**
 * A kernel on a fresh copy of the migrated database, with modules wired, calendar years filled, a clock that stands still
 * and adapters that only write down. Not started: no relay or job runs by itself; use `settle`.
 * Closed and dropped after the test file.
 * @param log where it writes; none: nowhere
 */
export async function testKernel(env: Record<string, string> = {}, log?: pino.Logger): Promise<TestKernel> {
  const { drop, ...connection } = await copyDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-data-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    DEMO: '0',
    DATABASE_POOL: '8',
    PUBLIC_URL: 'http://tongxin.test',
    DEMO_CODES: '1',
    ...env,
  });
  const clock = fixedClock(testNow);
  const k = (await openKernel(config, {
    root,
    clock,
    connection,
    migrate: false,
    strictMessages: true,
    log: log ?? pino({ level: config.LOG_LEVEL }),
  })) as TestKernel;
  k.limits.factor = 1000;
  await wireModules(k);
  await inTransaction(k.db, async (tx) => {
    await seedYears(tx, defaultYears, clock.now());
    // Somebody has been through the set-up; without it every page leads there.
    await k.settings.set(tx, citySettings, { ...k.settings.get(citySettings), ready: true }, clock.now(), null);
  });
  let closed = false;
  const stop = k.stop;
  k.stop = async () => {
    if (closed) return;
    closed = true;
    await stop();
    await drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  atEnd(() => k.stop());
  return k;
}

/** The app over a test kernel, for `app.inject`. */
export async function testApp(k: Kernel): Promise<App> {
  const app = await createApp(k);
  atEnd(() => app.close());
  return app;
}

/** Lets everything that waits in the outbox and among the jobs happen now. */
export async function settle(k: Kernel): Promise<void> {
  for (let round = 0; round < 10; round++) {
    const events = await k.outbox.drain();
    const jobs = await k.jobs.drain();
    if (events === 0 && jobs === 0) return;
  }
}

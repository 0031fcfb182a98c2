import path from 'node:path';
import type pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { PageCache } from '../cache/index.ts';
import { readConfig } from '../config/index.ts';
import { createDb, createPool, inTransaction } from '../db/index.ts';
import { groupCommit } from '../group-commit/index.ts';
import { type App, createServer } from '../http/index.ts';
import { Jobs } from '../jobs/index.ts';
import type { Kernel } from '../kernel.ts';
import { Live } from '../live/index.ts';
import { Outbox } from '../outbox/index.ts';
import { systemClock } from '../time/index.ts';
import { metricsRoutes } from './index.ts';

const log = pino({ level: 'silent' });
let database: TestDatabase;
const root = path.resolve(import.meta.dirname, '../../..');
const closing: (() => Promise<unknown>)[] = [];
let k: Kernel;

function kernelOn(pool: pg.Pool, env: Record<string, string> = {}): Kernel {
  const db = createDb(pool);
  const config = readConfig({ LOG_LEVEL: 'silent', PUBLIC_URL: 'http://tongxin.test', ...env });
  const jobs = new Jobs({ pool, log, clock: systemClock });
  jobs.define('test.later', {}, async () => {});
  return {
    config,
    log,
    pool,
    db,
    root,
    jobs,
    clock: systemClock,
    outbox: new Outbox(db, log),
    live: new Live(db, log),
    cache: new PageCache(),
  } as Partial<Kernel> as Kernel;
}

async function serve(kernel: Kernel): Promise<App> {
  const app = await createServer(kernel, (_request, _reply, error) => error.code);
  metricsRoutes(app, kernel);
  app.get('/cases/:number', async (_request, reply) => reply.send('ok'));
  closing.unshift(() => app.close());
  return app;
}

beforeAll(async () => {
  database = await testDatabase();
  const pool = createPool({ ...database, size: 4 });
  closing.push(() => pool.end());
  k = kernelOn(pool);
  await k.jobs.start({ work: false });
  closing.unshift(() => k.jobs.stop());
});

afterAll(async () => {
  for (const close of closing) await close();
  await database.drop();
});

const figure = (text: string, line: string) =>
  Number(new RegExp(`^${line.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);

describe('health', () => {
  it('is alive, and ready with a current database', async () => {
    const app = await serve(k);
    expect((await app.inject('/health/live')).json()).toEqual({ live: true });
    const answer = await app.inject('/health/ready');
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.json()).toEqual({ ready: true, database: 'ok', migrations: 'current', stopping: false });
  });

  it('is not ready, but alive, while the database is away', async () => {
    const pool = createPool({ host: '/nowhere', port: 1, user: 'x', database: 'x', size: 2 });
    closing.push(() => pool.end());
    const app = await serve(kernelOn(pool));
    const answer = await app.inject('/health/ready');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { ready: false, database: 'away', migrations: 'unknown', stopping: false },
    ]);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });

  it('is not ready while a migration is missing', async () => {
    const applied = await k.pool.query<{ name: string; applied_at: Date }>(
      'delete from public.migration where name = (select max(name) from public.migration) returning *',
    );
    const app = await serve(k);
    const answer = await app.inject('/health/ready');
    expect([answer.statusCode, answer.json().migrations]).toEqual([503, 'behind']);
    await k.pool.query('insert into public.migration values ($1, $2)', [
      applied.rows[0]?.name,
      applied.rows[0]?.applied_at,
    ]);
    await expect
      .poll(async () => (await app.inject('/health/ready')).statusCode, { timeout: 5000, interval: 200 })
      .toBe(200);
  });
});

describe('figures', () => {
  let app: App;
  beforeAll(async () => {
    app = await serve(k);
  });
  const scrape = async () => (await app.inject('/metrics')).body;

  it('count requests by route and status, never by address', async () => {
    for (const url of ['/cases/2026-1119-0001', '/cases/2026-1119-0002', '/nowhere/secret']) await app.inject(url);
    const text = await scrape();
    expect(figure(text, 'tongxin_http_request_seconds_count{method="GET",route="/cases/:number",status="200"}')).toBe(
      2,
    );
    expect(figure(text, 'tongxin_http_request_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
    expect(text).not.toContain('2026-1119');
    expect(text).not.toContain('secret');
  });

  it('tell what waits and what is kept', async () => {
    await inTransaction(k.db, async (tx) => {
      await k.outbox.emit(tx, new Date(), { type: 'test.a', subject: 'a' }, { type: 'test.a', subject: 'b' });
      await k.jobs.send(tx, 'test.later', {});
      await k.jobs.send(tx, 'test.later', {}, { startAfter: new Date(Date.now() + 3600_000) });
    });
    const make = async () => ({ status: 200, type: 'text/html', body: 'page', tags: [] });
    await k.cache.getOrMake('a', make);
    await k.cache.getOrMake('a', make);
    const add = groupCommit<number, number>(k.db, async (_tx, inputs) => inputs);
    await Promise.all([1, 2, 3].map(add));
    const text = await scrape();
    expect(figure(text, 'tongxin_outbox_backlog')).toBe(2);
    expect(figure(text, 'tongxin_jobs{job="test.later",state="waiting"}')).toBe(1);
    expect(figure(text, 'tongxin_jobs{job="test.later",state="later"}')).toBe(1);
    expect([
      figure(text, 'tongxin_page_cache_hits_total'),
      figure(text, 'tongxin_page_cache_misses_total'),
      figure(text, 'tongxin_page_cache_entries'),
    ]).toEqual([1, 1, 1]);
    expect(figure(text, 'tongxin_group_commit_rows_sum')).toBe(3);
    expect(figure(text, 'tongxin_group_commit_rows_count')).toBe(1);
    expect(figure(text, 'tongxin_pool_connections')).toBeGreaterThan(0);
    expect(figure(text, 'tongxin_live_streams')).toBe(0);
    expect(figure(text, 'tongxin_process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(text).toMatch(/^tongxin_nodejs_eventloop_lag_p99_seconds \d/m);
    expect(figure(await scrape(), 'tongxin_page_cache_hits_total')).toBe(1);
  });

  it('are for this machine alone without a token, and a proxy on it is not it', async () => {
    expect((await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).statusCode).toBe(200);
    for (const remoteAddress of ['203.0.113.9', '10.0.0.1', '::2'])
      expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(404);
    expect((await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } })).statusCode).toBe(404);
  });

  it('are for whoever has the token, from anywhere', async () => {
    const guarded = await serve(kernelOn(k.pool, { METRICS_TOKEN: 'prometheus-1' }));
    const get = (authorization?: string) =>
      guarded.inject({
        url: '/metrics',
        remoteAddress: '203.0.113.9',
        headers: authorization === undefined ? {} : { authorization },
      });
    expect((await get('Bearer prometheus-1')).statusCode).toBe(200);
    for (const wrong of [undefined, '', 'Bearer ', 'Bearer prometheus-2', 'prometheus-1'])
      expect((await get(wrong)).statusCode).toBe(404);
    expect((await guarded.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).statusCode).toBe(404);
  });

  it('that cannot be read are left out', async () => {
    const pool = createPool({ host: '/nowhere', port: 1, user: 'x', database: 'x', size: 2 });
    closing.push(() => pool.end());
    const away = await serve(kernelOn(pool));
    const answer = await away.inject('/metrics');
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toMatch(/^tongxin_outbox_backlog /m);
    expect(answer.body).toMatch(/^tongxin_pool_connections 0$/m);
  });
});

import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createDb, createPool, inTransaction, sql } from '../db/index.ts';
import { fixedClock, systemClock } from '../time/index.ts';
import { freshDatabase } from './fresh-database.fixture.ts';
import { Jobs } from './jobs.ts';

const { pool, db, connection } = await freshDatabase();
const log = pino({ level: 'silent' });
const opened: Jobs[] = [];

function jobs(clock = systemClock): Jobs {
  const made = new Jobs({ pool, log, clock });
  opened.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.stop()));
  await sql`delete from jobs.job`.execute(db);
  await sql`delete from jobs.schedule`.execute(db);
});

const send = (to: Jobs, name: string, data: object, options = {}) =>
  inTransaction(db, (tx) => to.send(tx, name, data, options));

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not happen within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a job exists only when its transaction was committed', async () => {
  const seen: unknown[] = [];
  const j = jobs();
  j.define<{ n: number }>('test.commit', {}, async (data) => void seen.push(data.n));
  await expect(
    inTransaction(db, async (tx) => {
      await j.send(tx, 'test.commit', { n: 1 });
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  await send(j, 'test.commit', { n: 2 });
  expect(await j.drain()).toBe(1);
  expect(seen).toEqual([2]);
});

test('drain runs in the order of sending, with what the jobs send in turn', async () => {
  const seen: number[] = [];
  const j = jobs();
  j.define<{ n: number }>('test.order', {}, async ({ n }) => {
    seen.push(n);
    if (n < 3) await send(j, 'test.order', { n: n + 10 });
  });
  for (const n of [1, 2, 3]) await send(j, 'test.order', { n });
  expect(await j.drain()).toBe(5);
  expect(seen).toEqual([1, 2, 3, 11, 12]);
});

test('a job with a time waits for it by the clock of the program, before or after that of the database', async () => {
  for (const now of ['2020-01-01T00:00:00Z', '2035-01-01T00:00:00Z']) {
    const clock = fixedClock(now);
    const j = jobs(clock);
    let ran = 0;
    j.define('test.later', {}, async () => void ran++);
    await send(j, 'test.later', {}, { startAfter: new Date(clock.now().getTime() + 60_000) });
    expect(await j.drain()).toBe(0);
    clock.advance(60_000);
    expect(await j.drain()).toBe(1);
    expect(ran).toBe(1);
  }
});

test('of one key only one job waits; without a key each does', async () => {
  const j = jobs();
  let ran = 0;
  j.define('test.single', {}, async () => void ran++);
  expect(await send(j, 'test.single', {}, { singletonKey: 'a' })).not.toBeNull();
  expect(await send(j, 'test.single', {}, { singletonKey: 'a' })).toBeNull();
  expect(await send(j, 'test.single', {}, { singletonKey: 'b' })).not.toBeNull();
  await send(j, 'test.single', {});
  await send(j, 'test.single', {});
  expect(await j.drain()).toBe(4);
  expect(await send(j, 'test.single', {}, { singletonKey: 'a' })).not.toBeNull();
});

test('a job that fails is tried as often as it may, then stands among the failed ones without the data of the error', async () => {
  const j = jobs();
  const attempts: [number, boolean][] = [];
  j.define('test.fails', { retryLimit: 2, retryBackoff: false }, async (_, { attempt, last }) => {
    attempts.push([attempt, last]);
    throw Object.assign(new Error('no luck'), { detail: 'Key (email)=(li@example.org)' });
  });
  await send(j, 'test.fails', {});
  for (let n = 0; n < 4; n++) {
    await j.drain({ tolerate: true });
    await sql`update jobs.job set start_after = now() - interval '1 second' where state = 'retry'`.execute(db);
  }
  expect(attempts).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  const [failed] = await j.failed(10);
  expect(failed).toMatchObject({ name: 'test.fails', error: 'no luck', attempts: 3 });
  const { rows } = await sql<{ output: object }>`select output from jobs.job`.execute(db);
  expect(JSON.stringify(rows)).not.toContain('li@example.org');
  expect(await j.backlog()).toEqual([{ name: 'test.fails', waiting: 0, later: 0, running: 0, failed: 1 }]);
  await j.retry('test.fails', failed?.id ?? '');
  expect((await j.backlog())[0]).toMatchObject({ failed: 0 });
});

test('drain throws what failed, after it ran the others', async () => {
  const j = jobs();
  let ran = 0;
  j.define('test.bad', {}, async () => {
    throw new Error('broken');
  });
  j.define('test.good', {}, async () => void ran++);
  await send(j, 'test.bad', {});
  await send(j, 'test.good', {});
  await expect(j.drain()).rejects.toThrow('broken');
  expect(ran).toBe(1);
});

test('a worker takes jobs sent here at once, one after the other, and stop lets a running one finish', async () => {
  const j = jobs();
  const done: number[] = [];
  let running = 0;
  let most = 0;
  j.define<{ n: number; ms: number }>('test.work', { concurrency: 3 }, async ({ n, ms }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    done.push(n);
  });
  // Sixty that wait already, at a polling interval of 2 s: only workers that go on at once are done in time.
  for (let n = 0; n < 60; n++) await send(j, 'test.work', { n, ms: 5 });
  await j.start({ work: true });
  await until(() => done.length === 60);
  expect(most).toBeLessThanOrEqual(3);
  await send(j, 'test.work', { n: 99, ms: 1_500 });
  await until(() => running === 1);
  await j.stop();
  expect(done).toContain(99);
  const { rows } = await sql<{ state: string }>`select distinct state from jobs.job`.execute(db);
  expect(rows).toEqual([{ state: 'completed' }]);
});

test('a process that only sends leaves the work to one that works', async () => {
  const other = createPool({ ...connection, size: 3 });
  const sender = new Jobs({ pool: other, log, clock: systemClock });
  const worker = jobs();
  let ran = 0;
  for (const j of [sender, worker]) j.define('test.roles', {}, async () => void ran++);
  await Promise.all([sender.start({ work: false }), worker.start({ work: true })]);
  await send(sender, 'test.roles', {});
  await until(() => ran === 1);
  await sender.stop();
  // The relay's last batch may still send while the process stops.
  await send(sender, 'test.roles', {});
  await until(() => ran === 2);
  await other.end();
});

test('time tables are kept, changed and taken away with the program', async () => {
  const first = jobs();
  first.define('test.nightly', { cron: '0 3 * * *', tz: 'Asia/Shanghai' }, async () => {});
  first.define('test.weekly', {}, async () => {});
  first.schedule('test.weekly', '0 8 * * 1', 'Asia/Shanghai');
  await first.start({ work: true });
  await first.stop();
  const second = jobs();
  second.define('test.nightly', { cron: '30 4 * * *' }, async () => {});
  await second.start({ work: true });
  await second.stop();
  const { rows } = await sql`select name, cron, timezone from jobs.schedule`.execute(db);
  expect(rows).toEqual([{ name: 'test.nightly', cron: '30 4 * * *', timezone: 'Asia/Shanghai' }]);
});

test('several processes that come first at the same time create the schema and the queues once', async () => {
  await sql`drop schema jobs cascade`.execute(db);
  const many = [1, 2, 3, 4].map(() => jobs());
  for (const j of many) j.define('test.first', {}, async () => {});
  await Promise.all(many.map((j) => send(j, 'test.first', {})));
  expect(await many[0]?.drain()).toBe(4);
});

test('as many transactions at once as there are connections can each send their first job', async () => {
  const small = createPool({ ...connection, size: 3 });
  const j = new Jobs({ pool: small, log, clock: systemClock });
  j.define('test.crowded', {}, async () => {});
  await j.start({ work: false });
  const smallDb = createDb(small);
  const crowd = Array.from({ length: 3 }, () =>
    inTransaction(smallDb, async (tx) => {
      await sql`select pg_sleep(0.1)`.execute(tx);
      return j.send(tx, 'test.crowded', {});
    }),
  );
  expect(new Set(await Promise.all(crowd)).size).toBe(3);
  await j.stop();
  await small.end();
});

test('what nobody defined cannot be sent, and nothing is defined twice', async () => {
  const j = jobs();
  j.define('test.once', {}, async () => {});
  expect(() => j.define('test.once', {}, async () => {})).toThrow('twice');
  await expect(send(j, 'test.unknown', {})).rejects.toThrow('no job test.unknown');
});

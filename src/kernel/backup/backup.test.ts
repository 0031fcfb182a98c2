import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import pino from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { audit, chainEntries, verifyChain } from '../audit/index.ts';
import { createDb, createPool, type Db, inTransaction, type Migration, migrate, readMigrations } from '../db/index.ts';
import { Files } from '../files/index.ts';
import { Jobs } from '../jobs/index.ts';
import { type DeliveredEvent, Outbox } from '../outbox/index.ts';
import { systemClock } from '../time/index.ts';
import { fillTables } from './fill-tables.fixture.ts';
import { type BackupError, backupTo, type Progress, restoreFrom } from './index.ts';

const log = pino({ level: 'silent' });
const madeAt = new Date('2026-11-19T02:00:00Z');
const folder = mkdtempSync(path.join(tmpdir(), 'tongxin-backup-'));
const owner = 'plain_owner';
const closing: (() => Promise<unknown>)[] = [];
let migrations: Migration[];

type City = { pool: pg.Pool; db: Db; files: Files; dataDir: string; database: string };

/** An empty database that belongs to somebody who is no superuser, as on a server that others run. */
async function emptyCity(): Promise<City> {
  const { drop, ...place } = await testDatabase({ empty: true, owner });
  const pool = createPool({ ...place, user: owner, size: 4 });
  closing.push(() => pool.end().then(drop));
  const { database } = place;
  const dataDir = path.join(folder, database);
  mkdirSync(dataDir);
  const db = createDb(pool);
  return { pool, db, dataDir, database, files: new Files({ db, log, config: { dataDir, S3_REGION: 'auto' } }) };
}

async function fullCity(): Promise<City> {
  const city = await emptyCity();
  await migrate(city.pool, migrations);
  return city;
}

function newFile(): string {
  return path.join(folder, `${randomBytes(6).toString('hex')}.tar.gz`);
}

function backup(
  city: City,
  file: string,
  more: { withSecrets?: boolean; progress?: (progress: Progress) => void } = {},
) {
  return backupTo(file, {
    pool: city.pool,
    store: city.files.store,
    dataDir: city.dataDir,
    program: '0.1.0',
    madeAt,
    log,
    ...more,
  });
}

function restore(city: City, file: string, known = migrations) {
  return restoreFrom(file, { pool: city.pool, store: city.files.store, dataDir: city.dataDir, migrations: known });
}

/** Every row of every table as text, digested; transaction numbers and cursors over them aside, which are another server's. */
async function digests(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ schema: string; name: string; columns: string }>(`
    select n.nspname as schema, c.relname as name,
      string_agg(format('%I::text', a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
      and a.attnum > 0 and not a.attisdropped and a.atttypid <> 'xid8'::regtype and (c.relname, a.attname) <> ('event_cursor', 'id')
      and (n.nspname <> 'jobs' or c.relname in ('queue', 'schedule', 'subscription', 'job', 'job_dependency'))
    group by 1, 2 order by 1, 2`);
  const found: Record<string, string> = {};
  for (const { schema, name, columns } of tables) {
    const { rows } = await pool.query<{ all: string; n: number }>(
      `select count(*) as n, coalesce(string_agg(line, E'\\n' order by line collate "C"), '') as all from (select row(${columns})::text as line from "${schema}"."${name}") lines`,
    );
    found[`${schema}.${name}`] = `${rows[0]?.n} ${createHash('sha256')
      .update(rows[0]?.all ?? '')
      .digest('hex')}`;
  }
  return found;
}

async function schemaOf(pool: pg.Pool): Promise<unknown> {
  const { rows } = await pool.query(`
    select 'constraint' as what, conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as is from pg_constraint where connamespace::regnamespace::text not like 'pg\\_%' and conrelid <> 0
    union all select 'trigger', tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal
    order by 1, 2, 3`);
  return rows;
}

beforeAll(async () => {
  const admin = new pg.Client({ ...inject('database'), database: 'postgres' });
  await admin.connect();
  await admin.query(
    `do $$ begin create role ${owner} login nosuperuser; exception when duplicate_object or unique_violation then null; end $$`,
  );
  await admin.end();
  migrations = await readMigrations(path.resolve(import.meta.dirname, '../../../migrations'));
});

afterAll(async () => {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a full city', () => {
  let city: City;
  const file = newFile();
  const picture = () =>
    sharp({ create: { width: 600, height: 400, channels: 3, background: '#a21' } })
      .png()
      .toBuffer();

  beforeAll(async () => {
    city = await fullCity();
    const client = await city.pool.connect();
    const unfilled = await fillTables(client, 6).finally(() => client.release());
    expect(unfilled).toEqual([]);
    const stored = await city.files.accept(await picture(), { name: '照片.png', purpose: 'test' });
    await inTransaction(city.db, (tx) => city.files.claim(tx, [stored.id], { purpose: 'test' }));
    const jobs = new Jobs({ pool: city.pool, log, clock: systemClock });
    jobs.define('test.say', {}, async () => {});
    await jobs.start({ work: false });
    await inTransaction(city.db, (tx) => jobs.send(tx, 'test.say', { text: '等着的事\n\\N' }));
    await jobs.stop();
    mkdirSync(path.join(city.dataDir, 'secrets'));
    writeFileSync(path.join(city.dataDir, 'secrets', 'secret'), 'a key that signs');
  });

  it('comes back in an empty database, every row of every table, with uploads and secrets', async () => {
    const steps: Progress[] = [];
    const result = await backup(city, file, { withSecrets: true, progress: (step) => steps.push(step) });
    expect(result).toMatchObject({ file, files: 2, secrets: 1, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(steps.at(-1)).toMatchObject({ what: 'files' });
    const other = await emptyCity();
    const restored = await restore(other, file);
    expect(restored).toMatchObject({
      rows: result.rows,
      files: 2,
      secrets: 1,
      migrated: [],
      jobs: true,
      program: '0.1.0',
    });
    const before = await digests(city.pool);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    expect(Object.values(before).filter((digest) => digest.startsWith('0 ')).length).toBeLessThan(4);
    expect(await digests(other.pool)).toEqual(before);
    expect(await schemaOf(other.pool)).toEqual(await schemaOf(city.pool));
    expect(readFileSync(path.join(other.dataDir, 'secrets', 'secret'), 'utf8')).toBe('a key that signs');
    const { rows } = await other.pool.query<{ id: string }>(
      `select id from kernel.file where purpose = 'test' and name = '照片.jpg'`,
    );
    const opened = await other.files.open(rows[0]?.id ?? '');
    expect(opened?.sizeBytes).toBeGreaterThan(500);
    opened?.stream.destroy();
    expect(readdirSync(path.join(other.dataDir, 'files', 'tmp'))).toEqual([]);
  });

  it('goes on where it was: numbers continue, what only grows still only grows, jobs wait', async () => {
    const other = await emptyCity();
    await restore(other, file);
    const last = await city.pool.query<{ id: number }>('select max(id) as id from kernel.audit_entry');
    const next = await other.pool.query<{ id: number }>(
      `insert into kernel.audit_entry (action, object_type, object_id) values ('a', 'b', 'c') returning id`,
    );
    expect(next.rows[0]?.id).toBeGreaterThan(last.rows[0]?.id ?? Number.POSITIVE_INFINITY);
    await expect(other.pool.query('delete from kernel.audit_entry')).rejects.toThrow(/append-only/);
    const ran: unknown[] = [];
    const jobs = new Jobs({ pool: other.pool, log, clock: systemClock });
    jobs.define('test.say', {}, async (data) => void ran.push(data));
    await jobs.start({ work: false });
    expect(await jobs.drain()).toBe(1);
    await jobs.stop();
    expect(ran).toEqual([{ text: '等着的事\n\\N' }]);
  });

  it('keeps secrets out unless asked', async () => {
    const plain = newFile();
    expect(await backup(city, plain)).toMatchObject({ secrets: 0 });
    expect(gunzipSync(readFileSync(plain)).includes('a key that signs')).toBe(false);
    const other = await emptyCity();
    await restore(other, plain);
    expect(existsSync(path.join(other.dataDir, 'secrets'))).toBe(false);
  });

  it('does not write over a file, nor over the keys of another city', async () => {
    const before = readFileSync(file);
    await expect(backup(city, file)).rejects.toMatchObject({ code: 'exists' });
    expect(readFileSync(file).equals(before)).toBe(true);
    const other = await emptyCity();
    mkdirSync(path.join(other.dataDir, 'secrets'));
    writeFileSync(path.join(other.dataDir, 'secrets', 'secret'), 'another key');
    await expect(restore(other, file)).rejects.toMatchObject({ code: 'secrets_differ' });
    await expectEmpty(other);
  });

  // Six cities are filled and emptied.
  it('is refused, with nothing changed, where the backup was damaged or cut off', { timeout: 60_000 }, async () => {
    const tar = gunzipSync(readFileSync(file));
    const whole = readFileSync(file);
    const cases: Record<string, Buffer> = {
      'cut in the middle': whole.subarray(0, Math.floor(whole.length / 2)),
      'without its last bytes': whole.subarray(0, whole.length - 5),
      'a bit flipped in it': flipped(whole, Math.floor(whole.length * 0.6)),
      // Zipped again, so that the checksum of gzip holds.
      'a letter changed in a row': gzipSync(changed(tar, '照片.jpg', '照骗.jpg')),
      'a byte changed in a picture': gzipSync(flippedIn(tar, 'files/')),
      'without its end': gzipSync(tar.subarray(0, tar.lastIndexOf(Buffer.from('end.json')))),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const bad = newFile();
      writeFileSync(bad, bytes);
      const other = await emptyCity();
      const error = await restore(other, bad).catch((thrown: BackupError) => thrown);
      expect(error, name).toMatchObject({ name: 'BackupError', code: 'damaged' });
      await expectEmpty(other);
    }
  });

  it('is refused where there is something already, and where the backup is newer', async () => {
    const before = await digests(city.pool);
    await expect(restore(city, file)).rejects.toMatchObject({ code: 'not_empty' });
    expect(await digests(city.pool)).toEqual(before);
    const other = await emptyCity();
    await expect(restore(other, file, migrations.slice(0, -1))).rejects.toMatchObject({ code: 'newer' });
    await expectEmpty(other);
  });

  it('applies what came after the backup', async () => {
    const other = await emptyCity();
    const later = { name: '9999_kernel_later.sql', sql: 'create table kernel.later (id integer)' };
    expect(await restore(other, file, [...migrations, later])).toMatchObject({ migrated: [later.name] });
    expect((await other.pool.query('select * from kernel.later')).rows).toEqual([]);
  });

  it('says so where a file is no backup', async () => {
    const other = await emptyCity();
    for (const bytes of [Buffer.from('hello'), gzipSync('hello'), Buffer.alloc(0), gzipSync(Buffer.alloc(1024))]) {
      const bad = newFile();
      writeFileSync(bad, bytes);
      const error = (await restore(other, bad).catch((thrown) => thrown)) as BackupError;
      expect(error.name).toBe('BackupError');
      expect(['not_a_backup', 'damaged']).toContain(error.code);
    }
    await expect(restore(other, '/nowhere/at-all.tar.gz')).rejects.toMatchObject({ code: 'no_backup' });
    await expectEmpty(other);
  });

  it('leaves no half a file behind when the folder cannot be written', async () => {
    const nowhere = path.join(folder, 'no-such-folder', 'x.tar.gz');
    await expect(backup(city, nowhere)).rejects.toThrow(/ENOENT/);
    expect(city.pool.idleCount + city.pool.waitingCount).toBeLessThanOrEqual(4);
    expect((await city.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('events and the audit chain of another server', () => {
  it('are delivered once each and in order, and the chain holds and grows', async () => {
    const city = await fullCity();
    const heard: DeliveredEvent[] = [];
    const first = new Outbox(city.db, log);
    first.subscribe({ name: 'test', types: ['*'], handle: async (_tx, event) => void heard.push(event) });
    const write = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) {
        await inTransaction(city.db, async (tx) => {
          await first.emit(tx, madeAt, { type: 'test.said', subject: `s${n}` });
          await audit(tx, madeAt, { actorId: null, action: 'test.said', objectType: 'test', objectId: `s${n}` });
        });
      }
    };
    await write(1, 5);
    expect(await first.drain()).toBe(5);
    expect(await chainEntries(city.db)).toBe(5);
    await write(6, 9);
    // As they would be on a server that has seen far more transactions than the next one.
    await city.pool.query('alter table kernel.audit_entry disable trigger user');
    for (const table of ['event', 'audit_entry', 'event_cursor']) {
      await city.pool.query(`update kernel.${table} set xid = (xid::text::bigint + 5000000000)::text::xid8`);
    }
    await city.pool.query('alter table kernel.audit_entry enable trigger user');
    const file = newFile();
    await backup(city, file);

    const other = await emptyCity();
    await restore(other, file);
    const again: string[] = [];
    const outbox = new Outbox(other.db, log);
    outbox.subscribe({ name: 'test', types: ['*'], handle: async (_tx, event) => void again.push(event.subject) });
    await inTransaction(other.db, async (tx) => {
      await outbox.emit(tx, madeAt, { type: 'test.said', subject: 'new' });
      await audit(tx, madeAt, { actorId: null, action: 'test.said', objectType: 'test', objectId: 'new' });
    });
    expect(await outbox.backlog()).toBe(5);
    await outbox.drain();
    expect(again).toEqual(['s6', 's7', 's8', 's9', 'new']);
    expect(await outbox.backlog()).toBe(0);
    expect(await chainEntries(other.db)).toBe(5);
    expect(await verifyChain(other.db)).toMatchObject({ entries: 10, unchained: 0, broken: null });
  });
});

describe('a backup of a city at work', () => {
  it('is of one moment: facts that belong together are both in it or neither', async () => {
    const city = await fullCity();
    let going = true;
    const outbox = new Outbox(city.db, log);
    const writing = (async () => {
      for (let n = 0; going; n++) {
        await inTransaction(city.db, async (tx) => {
          await audit(tx, madeAt, { actorId: null, action: 'test.pair', objectType: 'test', objectId: String(n) });
          await outbox.emit(tx, madeAt, { type: 'test.pair', subject: String(n) });
        });
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const file = newFile();
    await backup(city, file);
    going = false;
    await writing;
    const other = await emptyCity();
    await restore(other, file);
    const { rows } = await other.pool.query<{ entries: number; events: number }>(
      'select (select count(*) from kernel.audit_entry) as entries, (select count(*) from kernel.event) as events',
    );
    expect(rows[0]?.entries).toBeGreaterThan(0);
    expect(rows[0]?.events).toBe(rows[0]?.entries);
  });
});

async function expectEmpty(city: City): Promise<void> {
  const { rows } = await city.pool.query(
    `select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'`,
  );
  expect(rows).toEqual([]);
  const left = readdirSync(city.dataDir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.endsWith('secrets'),
  );
  expect(left).toEqual([]);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

function changed(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(from);
  if (at < 0 || Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error(`${from} is not there`);
  copy.write(to, at);
  return copy;
}

/** Some byte behind the header of the first entry whose name starts so. */
function flippedIn(bytes: Buffer, name: string): Buffer {
  return flipped(bytes, bytes.indexOf(name) + 512 + 200);
}

import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { link, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Logger } from 'pino';
import { type Pack, pack as tarPack } from 'tar-stream';
import type { ByteStore } from '../files/index.ts';
import {
  beginSnapshot,
  copyOutSql,
  countDigests,
  digestsAfter,
  jobsVersion,
  migrationNames,
  ownTables,
  sequences,
  serverVersion,
} from './backup.queries.ts';
import {
  BackupError,
  type Begin,
  type End,
  formatVersion,
  fullName,
  type Progress,
  type TableEntry,
} from './backup-format.ts';

export type BackupOptions = {
  pool: pg.Pool;
  /** where uploads lie */
  store: ByteStore;
  dataDir: string;
  /** version of the program */
  program: string;
  madeAt: Date;
  log?: Pick<Logger, 'warn'>;
  /** keys that sign sessions and links; whoever has them can sign in as anybody */
  withSecrets?: boolean;
  progress?: (progress: Progress) => void;
};

export type BackupResult = {
  file: string;
  bytes: number;
  tables: number;
  rows: number;
  files: number;
  missingFiles: number;
  secrets: number;
};

/** Memory that one part of a table takes. */
const part_bytes = 4 * 1024 * 1024;

/**
 * Writes everything that the city has into one file, as it was at one moment, while the city goes on working. The file
 * appears when it is whole and on the disk.
 * @throws BackupError exists
 */
export async function backupTo(file: string, options: BackupOptions): Promise<BackupResult> {
  const draft = `${file}.part`;
  if (await stat(file).catch(() => undefined))
    throw new BackupError('exists', `${file} is there already; nothing was written. Choose another name.`);
  const pack = tarPack();
  // Whoever reads it reads everything that people wrote.
  const written = pipeline(pack, createGzip({ level: 5 }), createWriteStream(draft, { mode: 0o600, flush: true }));
  written.catch((error) => pack.destroy(error));
  try {
    const counted = await fill(pack, options);
    pack.finalize();
    await written;
    const { size } = await stat(draft);
    // A link and not a rename: it never takes the place of another backup.
    await link(draft, file);
    return { file, bytes: size, ...counted };
  } catch (error) {
    pack.destroy(error as Error);
    throw await written.then(
      () => error,
      (broken) => (isClosed(error) ? broken : error),
    );
  } finally {
    await rm(draft, { force: true });
  }
}

function isClosed(error: unknown): boolean {
  return /destroyed|closed|premature/i.test((error as Error).message ?? '');
}

async function fill(pack: Pack, options: BackupOptions): Promise<Omit<BackupResult, 'file' | 'bytes'>> {
  const client = await options.pool.connect();
  let broken: Error | undefined;
  try {
    await beginSnapshot(client);
    const tables = await ownTables(client);
    const secrets = options.withSecrets ? await readSecrets(options.dataDir) : new Map<string, Buffer>();
    const begin: Begin = {
      format: formatVersion,
      program: options.program,
      madeAt: options.madeAt.toISOString(),
      postgres: await serverVersion(client),
      migrations: await migrationNames(client),
      jobs: await jobsVersion(client),
      tables,
      secrets: [...secrets.keys()],
    };
    if (begin.migrations.length === 0)
      throw new BackupError('not_a_backup', 'The database has nothing of Tongxin in it; nothing was written.');
    await addEntry(pack, 'begin.json', Buffer.from(JSON.stringify(begin, null, 2)));
    for (const [name, bytes] of secrets) await addEntry(pack, `secrets/${name}`, bytes);
    const end: End = { tables: {}, sequences: [], files: { count: 0, bytes: 0, sha256: '' }, secrets: {} };
    for (const [name, bytes] of secrets) end.secrets[name] = sha256(bytes);
    for (const [at, table] of tables.entries()) {
      options.progress?.({ what: 'tables', done: at, of: tables.length, name: fullName(table) });
      end.tables[fullName(table)] = await addTable(pack, client, table);
    }
    options.progress?.({ what: 'tables', done: tables.length, of: tables.length, name: '' });
    end.sequences = await sequences(client);
    const missingFiles = await addFiles(pack, client, options, end);
    await addEntry(pack, 'end.json', Buffer.from(JSON.stringify(end)));
    await client.query('commit');
    const rows = Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0);
    return { tables: tables.length, rows, files: end.files.count, missingFiles, secrets: secrets.size };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken ?? false);
  }
}

async function addTable(
  pack: Pack,
  client: pg.PoolClient,
  table: TableEntry,
): Promise<{ rows: number; sha256: string }> {
  const stream = client.query(copyTo(await copyOutSql(client, table)));
  const hash = createHash('sha256');
  let parts: Buffer[] = [];
  let size = 0;
  let number = 0;
  const flush = async () => {
    const name = `tables/${fullName(table)}/${String(++number).padStart(6, '0')}`;
    await addEntry(pack, name, Buffer.concat(parts));
    parts = [];
    size = 0;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    parts.push(chunk);
    size += chunk.length;
    if (size >= part_bytes) await flush();
  }
  if (size > 0) await flush();
  return { rows: stream.rowCount, sha256: hash.digest('hex') };
}

async function addFiles(
  pack: Pack,
  client: pg.PoolClient,
  { store, log, progress }: BackupOptions,
  end: End,
): Promise<number> {
  const of = await countDigests(client);
  const all = createHash('sha256');
  let missing = 0;
  let done = 0;
  for (let after = ''; ; ) {
    const page = await digestsAfter(client, after, 500);
    for (const { digest, picture } of page) {
      for (const key of picture ? [digest, `${digest}.thumb`] : [digest]) {
        if (await addFile(pack, { store, key, all, end })) continue;
        missing++;
        log?.warn({ key }, 'an upload has no bytes in the store; it is not in the backup');
      }
      progress?.({ what: 'files', done: ++done, of, name: digest });
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.digest;
  }
  end.files.sha256 = all.digest('hex');
  return missing;
}

async function addFile(
  pack: Pack,
  { store, key, all, end }: { store: ByteStore; key: string; all: Hash; end: End },
): Promise<boolean> {
  const opened = await store.open(key);
  if (!opened) return false;
  const own = createHash('sha256');
  await addEntry(pack, `files/${key}`, opened.stream, opened.sizeBytes, own);
  all.update(`${key} ${own.digest('hex')}\n`);
  end.files.count++;
  end.files.bytes += opened.sizeBytes;
  return true;
}

/** Waits until the archive has taken it, so that no more than one part is in memory. */
async function addEntry(
  pack: Pack,
  name: string,
  content: Buffer | Readable,
  size = (content as Buffer).length,
  hash?: Hash,
): Promise<void> {
  const taken = Promise.withResolvers<void>();
  taken.promise.catch(() => {});
  // Called too when the archive breaks: the disk is full, for example.
  const entry = pack.entry({ name, size, mode: 0o600 }, (error) =>
    error ? taken.reject(error) : taken.resolve(),
  ) as unknown as Writable;
  entry.on('error', taken.reject);
  for await (const chunk of Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Buffer>)) {
    hash?.update(chunk);
    if (!entry.write(chunk)) await Promise.race([once(entry, 'drain'), taken.promise]);
  }
  entry.end();
  await taken.promise;
}

async function readSecrets(dataDir: string): Promise<Map<string, Buffer>> {
  const folder = path.join(dataDir, 'secrets');
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[a-z0-9][a-z0-9._-]*$/i.test(name)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))] as const)),
  );
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

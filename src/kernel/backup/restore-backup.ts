import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { getConstructionPlans } from 'pg-boss';
import { type Migration, migrate } from '../db/index.ts';
import type { ByteStore } from '../files/index.ts';
import {
  allTables,
  analyzeTables,
  applyMigration,
  beginRestore,
  closeAgain,
  jobsSchema,
  jobsVersion,
  type Laid,
  layOpen,
  ownTables,
  setSequence,
} from './backup.queries.ts';
import { BackupError, type Begin, type End, fullName, type Progress, type TableEntry } from './backup-format.ts';
import { damaged, readBackup } from './read-backup.ts';
import { TableLoader } from './table-loader.ts';

export type RestoreOptions = {
  pool: pg.Pool;
  /** where uploads go */
  store: ByteStore;
  dataDir: string;
  /** all that this program knows */
  migrations: Migration[];
  progress?: (progress: Progress) => void;
};

export type RestoreResult = {
  program: string;
  madeAt: string;
  tables: number;
  rows: number;
  files: number;
  secrets: number;
  /** migrations that came after the backup and were applied now */
  migrated: string[];
  /** false: jobs that waited were left out, because another version of the job queue made them */
  jobs: boolean;
};

/**
 * Fills an empty database and an empty store from a backup, all or nothing, and brings it up to date. Needs to own the
 * database; no superuser.
 * @throws BackupError not_empty, newer, damaged, not_a_backup, no_backup, other_schema, secrets_differ
 */
export async function restoreFrom(file: string, options: RestoreOptions): Promise<RestoreResult> {
  const client = await options.pool.connect();
  const restore = new Restore(client, options);
  let broken: Error | undefined;
  try {
    await beginRestore(client);
    const there = await allTables(client);
    if (there.length > 0) {
      throw new BackupError(
        'not_empty',
        `The database is not empty: it has ${there.length} tables (${there.slice(0, 3).join(', ')} ...). Nothing was changed. ` +
          'Restore into an empty one: another DATABASE_URL, or another DATA_DIR.',
      );
    }
    await readBackup(file, restore);
    await client.query('commit');
  } catch (error) {
    broken = error as Error;
    await restore.abandon();
    await client.query('rollback').catch(() => {});
    await restore.undoFiles();
    throw error;
  } finally {
    client.release(broken ?? false);
  }
  await restore.writeSecrets();
  const migrated = await migrate(options.pool, options.migrations);
  await options.pool.connect().then(async (fresh) => {
    await analyzeTables(fresh, restore.tables).finally(() => fresh.release());
  });
  return { ...restore.summary(), migrated };
}

/** Takes the parts of a backup as they come, in one transaction. */
class Restore {
  readonly #client: pg.PoolClient;
  readonly #options: RestoreOptions;
  #begin: Begin | undefined;
  #laid: Laid | undefined;
  #loader: TableLoader | undefined;
  #end: End | undefined;
  readonly #loaded = new Map<string, { rows: number; sha256: string }>();
  readonly #secrets = new Map<string, Buffer>();
  readonly #keys: string[] = [];
  readonly #fileDigests: Hash = createHash('sha256');
  #jobs = true;
  tables: TableEntry[] = [];

  constructor(client: pg.PoolClient, options: RestoreOptions) {
    this.#client = client;
    this.#options = options;
  }

  async begin(begin: Begin): Promise<void> {
    const known = new Map(this.#options.migrations.map((migration) => [migration.name, migration]));
    const unknown = begin.migrations.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new BackupError(
        'newer',
        `The backup was made by a newer release (${begin.program}): this one does not know ${unknown.join(', ')}. Nothing was changed. Update this program first.`,
      );
    }
    for (const name of begin.migrations) await applyMigration(this.#client, known.get(name) as Migration);
    this.#jobs = await this.#makeJobs(begin.jobs);
    await this.#match(begin);
    this.#laid = await layOpen(this.#client, this.tables);
    this.#begin = begin;
  }

  /** The job queue makes its own schema; rows of another version of it cannot be trusted to mean the same. */
  async #makeJobs(version: number | null): Promise<boolean> {
    if (version === null) return true;
    await this.#client.query(
      getConstructionPlans(jobsSchema)
        .replace(/^\s*BEGIN;/, '')
        .replace(/COMMIT;\s*$/, ''),
    );
    await this.#client.query('set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0');
    return (await jobsVersion(this.#client)) === version;
  }

  async #match(begin: Begin): Promise<void> {
    const own = new Map((await ownTables(this.#client)).map((table) => [fullName(table), table]));
    this.tables = begin.tables.filter((table) => table.schema !== jobsSchema || this.#jobs);
    for (const table of this.tables) {
      const columns = own.get(fullName(table))?.columns;
      const strange = columns ? table.columns.filter((name) => !columns.includes(name)) : [];
      if (!columns || strange.length > 0) {
        const what = columns
          ? `the columns ${strange.join(', ')} of ${fullName(table)}`
          : `the table ${fullName(table)}`;
        throw new BackupError(
          'other_schema',
          `The backup has ${what}, which its migrations do not make here. Nothing was changed. Restore with the release that made it (${begin.program}).`,
        );
      }
    }
  }

  async secret(name: string, bytes: Buffer): Promise<void> {
    if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name)) throw damaged('a secret has an impossible name');
    const there = await readFile(this.#placeOfSecret(name)).catch(() => undefined);
    if (there && !there.equals(bytes)) {
      throw new BackupError(
        'secrets_differ',
        `${this.#placeOfSecret(name)} is there already and is another one. Nothing was changed. Move it away, or use an empty DATA_DIR.`,
      );
    }
    this.#secrets.set(name, bytes);
  }

  async tablePart(name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    const table = this.#begin?.tables.find((one) => fullName(one) === name);
    if (!table) throw damaged(`${name} is not in its list`);
    if (this.#loader?.name !== name) {
      await this.#finishTable();
      if (this.#loaded.has(name)) throw damaged(`${name} comes twice`);
      const wanted = this.tables.includes(table);
      this.#loader = new TableLoader(wanted ? this.#client : undefined, table);
      this.#options.progress?.({ what: 'tables', done: this.#loaded.size, of: this.#begin?.tables.length ?? 0, name });
    }
    await this.#loader.write(bytes);
  }

  async file(key: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    await this.#finishTable();
    const own = createHash('sha256');
    const folder = path.join(this.#options.dataDir, 'files', 'tmp');
    const draft = path.join(folder, randomUUID());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(
        bytes,
        async function* (chunks) {
          for await (const chunk of chunks as AsyncIterable<Buffer>) {
            own.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(draft, { mode: 0o600 }),
      );
      const digest = own.digest('hex');
      if (!/^[0-9a-f]{64}(\.thumb)?$/.test(key) || (key.length === 64 && digest !== key))
        throw damaged(`the upload ${key} is not what it was`);
      this.#fileDigests.update(`${key} ${digest}\n`);
      this.#keys.push(key);
      await this.#options.store.put(key, draft);
    } finally {
      await rm(draft, { force: true });
    }
    this.#options.progress?.({ what: 'files', done: this.#keys.length, of: 0, name: key });
  }

  async end(end: End): Promise<void> {
    await this.#finishTable();
    for (const table of this.#begin?.tables ?? []) this.#compare(fullName(table), end);
    if (end.files.count !== this.#keys.length || end.files.sha256 !== this.#fileDigests.digest('hex'))
      throw damaged('uploads are missing or changed');
    for (const name of this.#begin?.secrets ?? []) {
      const bytes = this.#secrets.get(name);
      if (!bytes || createHash('sha256').update(bytes).digest('hex') !== end.secrets[name])
        throw damaged(`the secret ${name} is missing or changed`);
    }
    for (const sequence of end.sequences) await setSequence(this.#client, sequence);
    if (this.#laid) await closeAgain(this.#client, this.#laid);
    this.#end = end;
  }

  #compare(name: string, end: End): void {
    const wanted = end.tables[name];
    const empty = { rows: 0, sha256: createHash('sha256').digest('hex') };
    const { rows, sha256 } = this.#loaded.get(name) ?? empty;
    if (!wanted || wanted.sha256 !== sha256) throw damaged(`rows of ${name} are missing or changed`);
    if (rows !== -1 && wanted.rows !== rows) throw damaged(`${name} should have ${wanted.rows} rows and has ${rows}`);
  }

  async #finishTable(): Promise<void> {
    const loader = this.#loader;
    this.#loader = undefined;
    if (loader) this.#loaded.set(loader.name, await loader.finish());
  }

  async abandon(): Promise<void> {
    await this.#loader?.abandon();
  }

  async undoFiles(): Promise<void> {
    for (const key of this.#keys) await this.#options.store.delete(key).catch(() => {});
  }

  /** After everything else is there: a key without its database would be believed. */
  async writeSecrets(): Promise<void> {
    for (const [name, bytes] of this.#secrets) {
      const place = this.#placeOfSecret(name);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await writeFile(`${place}.new`, bytes, { mode: 0o600, flush: true });
      await chmod(`${place}.new`, 0o600);
      await rename(`${place}.new`, place);
    }
  }

  summary(): Omit<RestoreResult, 'migrated'> {
    const { program = '', madeAt = '' } = this.#begin ?? {};
    const rows = Object.entries(this.#end?.tables ?? {}).reduce((sum, [, table]) => sum + table.rows, 0);
    return {
      program,
      madeAt,
      tables: this.tables.length,
      rows,
      files: this.#keys.length,
      secrets: this.#secrets.size,
      jobs: this.#jobs,
    };
  }

  #placeOfSecret(name: string): string {
    return path.join(this.#options.dataDir, 'secrets', name);
  }
}

import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { EmbeddedError } from './embedded-error.ts';
import type { OsAccount } from './os-account.ts';

export const SUPERUSER = 'tongxin';

/** Where programs of PostgreSQL run and how they are told the folder. */
export type Place = { cwd: string; dataArgument: string; uid?: number; gid?: number; env: Record<string, string> };

/**
 * As root on Linux the folder is entered before the account is changed and named `/proc/self/cwd`, which leads to it
 * without passing its parents: so the data stay where the operator wants them, even under root's own 0700 home.
 */
export function placeOf(clusterDir: string, account: OsAccount | undefined): Place {
  const env = { TZ: 'UTC', LC_ALL: 'C', PATH: process.env.PATH ?? '' };
  if (account === undefined) return { cwd: clusterDir, dataArgument: clusterDir, env };
  const dataArgument = process.platform === 'linux' ? '/proc/self/cwd' : clusterDir;
  // macOS counts `nobody` as 4294967294 where Node wants -2.
  return { cwd: clusterDir, dataArgument, uid: account.uid | 0, gid: account.gid | 0, env };
}

/** Makes the cluster if there is none. What an interrupted attempt left is cleared away: a cluster appears whole or not. */
export async function createCluster(
  clusterDir: string,
  binaries: Binaries,
  account: OsAccount | undefined,
): Promise<void> {
  const siblings = { cwd: dirname(clusterDir) };
  for (const unfinished of globSync(`${basename(clusterDir)}.new-*`, siblings)) {
    rmSync(join(siblings.cwd, unfinished), { recursive: true, force: true });
  }
  const draft = `${clusterDir}.new-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  if (account !== undefined) giveTo(draft, account);
  const place = placeOf(draft, account);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const others = ['--auth=trust', `--username=${SUPERUSER}`];
  try {
    await promisify(execFile)(binaries.initdb, ['-D', place.dataArgument, ...locale, ...others], place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new EmbeddedError('start_failed', `PostgreSQL could not make its data folder:\n${stderr.trim() || message}`);
  }
  renameSync(draft, clusterDir);
}

export function clusterExists(clusterDir: string): boolean {
  return existsSync(join(clusterDir, 'PG_VERSION'));
}

/** @throws EmbeddedError wrong_version */
export function requireSameMajor(clusterDir: string, binaries: Binaries): void {
  const version = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  if (Number(version) === binaries.major) return;
  throw new EmbeddedError(
    'wrong_version',
    `The data in ${clusterDir} were made by PostgreSQL ${version}; this is ${binaries.major}. ` +
      `Make a backup with the release that made them, and restore it into an empty folder.`,
  );
}

/**
 * Writes our settings and returns whether they differ from those of before. `postgresql.auto.conf` stays the operator's:
 * what ALTER SYSTEM wrote there wins.
 */
export function writeSettings(
  clusterDir: string,
  { binaries, account, settings }: { binaries: Binaries; account?: OsAccount; settings: Record<string, string> },
): boolean {
  const lines = Object.entries({ ...defaultSettings(), ...settings }).map(([name, value]) => `${name} = '${value}'`);
  const text = `# Written at every start for PostgreSQL ${binaries.version}; use ALTER SYSTEM to override.\n${lines.join('\n')}\n`;
  const file = join(clusterDir, 'postgresql.conf');
  if (readFileSync(file, 'utf8') === text) return false;
  // The socket stands in this folder, which only its owner can enter.
  writeOwned(join(clusterDir, 'pg_hba.conf'), 'local all all trust\n', account);
  writeOwned(file, text, account);
  return true;
}

function writeOwned(file: string, text: string, account: OsAccount | undefined): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  if (account !== undefined) giveTo(draft, account);
  renameSync(draft, file);
}

function giveTo(path: string, account: OsAccount): void {
  try {
    chownSync(path, account.uid, account.gid);
    chmodSync(path, path.endsWith('.new') ? 0o600 : 0o700);
  } catch (error) {
    throw new EmbeddedError(
      'no_account',
      `PostgreSQL does not run as root, and ${path} cannot be given to ${account.name} (${(error as Error).message}). ` +
        'Start as an ordinary user, choose a DATA_DIR on a local disk, or set DATABASE_URL to a server of your own.',
    );
  }
}

const MEBIBYTE = 1024 * 1024;

/** For one small machine that does other things too. Nothing here trades durability for speed. */
function defaultSettings(): Record<string, string> {
  const memory_mb = Math.floor(totalmem() / MEBIBYTE);
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: memory_mb < 1024 ? '64MB' : '128MB',
    effective_cache_size: `${Math.max(128, Math.floor(memory_mb / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_compression: 'on',
    min_wal_size: '80MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    autovacuum_naptime: '30s',
    idle_in_transaction_session_timeout: '5min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_min_messages: 'warning',
    // A statement may carry what a person wrote, so none goes into the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    cluster_name: 'tongxin',
  };
}

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.ts';
import { clusterExists, createCluster, requireSameMajor, SUPERUSER, writeSettings } from './cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import { accountFor, ownerName } from './os-account.ts';
import { isOwner, type Owner, type OwnerLock, takeOwnerLock } from './owner-lock.ts';
import {
  findPostmaster,
  isRunning,
  launch,
  type Postmaster,
  signalPostmaster,
  stopPostmaster,
  waitUntilReady,
} from './postmaster.ts';
import { socketPath } from './socket-path.ts';

export type EmbeddedOptions = {
  /** Folder for everything of this server; made if missing. Only one live process at a time holds it. */
  dataDir: string;
  log?: (message: string) => void;
  /** Settings of postgresql.conf over the defaults, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>;
  /** If another live Tongxin holds the folder, use its server instead of throwing; `stop` then leaves it running. */
  share?: boolean;
  /** Also stop the server when this process is killed without a chance to do so. For throw-away data: tests, benches. */
  tether?: boolean;
};

export type EmbeddedServer = {
  /** Folder of the Unix socket; there is no TCP. */
  host: string;
  port: number;
  user: string;
  database: string;
  connectionString: string;
  /** Process number of the server; changes if it had to be started anew. */
  readonly pid: number;
  /** created: first start here; adopted: it ran on after its last owner was killed; shared: another live process has it. */
  origin: 'created' | 'started' | 'adopted' | 'shared';
  /** Stops in order, ending all sessions. May be called again. */
  stop(): Promise<void>;
};

const PORT = 5432;
const DATABASE = 'tongxin';
const CHECK_MS = 1_000;

/**
 * Starts the PostgreSQL that comes with the npm packages on `dataDir`, makes its cluster on the first start, takes over a
 * server that outlived its owner, and starts it again should it die. Works as root too, where PostgreSQL runs under
 * another account.
 * @throws EmbeddedError with the reason and what to do, in English, for the operator
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => {});
  const dataDir = openFolder(options.dataDir);
  const lock = await takeOwnerLock(join(dataDir, 'owner.json'));
  if (isOwner(lock)) {
    if (!options.share) throw inUse(lock, dataDir);
    return shareServer(join(dataDir, 'cluster'), lock, dataDir);
  }
  try {
    return await startOwned(dataDir, lock, { ...options, log });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The folder's real path: a link to it must not make two of it. */
function openFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(folder);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EACCES' ? belongsToOther(folder) : undefined;
    throw new EmbeddedError('start_failed', reason ?? `The data folder cannot be used: ${(error as Error).message}`);
  }
}

function belongsToOther(folder: string): string {
  return (
    `${folder} belongs to ${ownerName(folder)} and cannot be used by this account. ` +
    'Start with the same account as the first time, choose another DATA_DIR, or give the folder to this account (chown -R).'
  );
}

function inUse(owner: Owner, dataDir: string): EmbeddedError {
  return new EmbeddedError(
    'in_use',
    `Tongxin is already running on ${dataDir}: process ${owner.pid} (${owner.command}) on ${owner.machine.split(' ')[0]}. ` +
      'Nothing was changed. Stop that one first, or choose another DATA_DIR.',
  );
}

type Start = EmbeddedOptions & { log: (message: string) => void };

async function startOwned(dataDir: string, lock: OwnerLock, options: Start): Promise<EmbeddedServer> {
  const { log, settings = {} } = options;
  const clusterDir = join(dataDir, 'cluster');
  requireAccess(clusterDir);
  const account = accountFor(clusterDir);
  const binaries = findBinaries(account, log);
  const isNew = !clusterExists(clusterDir);
  if (isNew) await createCluster(clusterDir, binaries, account);
  requireSameMajor(clusterDir, binaries);
  const changed = writeSettings(clusterDir, { binaries, ...(account && { account }), settings });
  const adopted = isNew ? undefined : await adopt(clusterDir, changed, log);
  const start = () =>
    launch({ clusterDir, logFile: join(dataDir, 'postgres.log'), binaries, ...(account && { account }) });
  const postmaster = adopted ?? (await start());
  const path = socketPath(clusterDir, PORT);
  await createDatabase(path.host);
  const keeper = keepRunning(postmaster, start, log);
  if (options.tether) tether(clusterDir);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= keeper.stop().then(() => {
      path.release();
      lock.release();
    });
    return stopped;
  };
  const origin = isNew ? 'created' : adopted ? 'adopted' : 'started';
  return describe(path.host, origin, () => keeper.current().pid, stop);
}

/** A folder that belongs to another account gives a plain reason instead of PostgreSQL's. */
function requireAccess(clusterDir: string): void {
  const uid = process.getuid?.();
  const owner = statSync(clusterDir, { throwIfNoEntry: false })?.uid;
  if (owner === undefined || uid === 0 || uid === owner) return;
  throw new EmbeddedError('start_failed', belongsToOther(clusterDir));
}

/** A server that outlived its owner goes on serving, unless it runs with other settings or does not answer. */
async function adopt(
  clusterDir: string,
  settingsChanged: boolean,
  log: (m: string) => void,
): Promise<Postmaster | undefined> {
  const running = findPostmaster(clusterDir);
  if (running === undefined) return undefined;
  if (!settingsChanged && (await waitUntilReady(clusterDir, running)) && (await answers(clusterDir))) {
    log(`PostgreSQL (process ${running.pid}) was still running after its owner had gone; using it.`);
    return running;
  }
  log(`PostgreSQL (process ${running.pid}) was still running; starting it anew.`);
  await stopPostmaster(running);
  return undefined;
}

async function answers(clusterDir: string): Promise<boolean> {
  const path = socketPath(clusterDir, PORT);
  try {
    return await withClient(path.host, async (client) => (await client.query('select 1')).rowCount === 1);
  } catch {
    return false;
  } finally {
    path.release();
  }
}

async function withClient<R>(host: string, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({
    host,
    port: PORT,
    user: SUPERUSER,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function createDatabase(host: string): Promise<void> {
  return withClient(host, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function shareServer(clusterDir: string, owner: Owner, dataDir: string): Promise<EmbeddedServer> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const running = findPostmaster(clusterDir);
    if (running !== undefined && (await waitUntilReady(clusterDir, running)) && (await answers(clusterDir))) {
      const path = socketPath(clusterDir, PORT);
      return describe(
        path.host,
        'shared',
        () => running.pid,
        async () => path.release(),
      );
    }
    if (Date.now() > deadline) throw inUse(owner, dataDir);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

function describe(
  host: string,
  origin: EmbeddedServer['origin'],
  pid: () => number,
  stop: () => Promise<void>,
): EmbeddedServer {
  const connectionString = `postgresql://${SUPERUSER}@/${DATABASE}?host=${encodeURIComponent(host)}&port=${PORT}`;
  return {
    host,
    port: PORT,
    user: SUPERUSER,
    database: DATABASE,
    connectionString,
    origin,
    stop,
    get pid() {
      return pid();
    },
  };
}

/** Watches the server and starts it anew when it dies (out of memory, killed by mistake). */
function keepRunning(first: Postmaster, start: () => Promise<Postmaster>, log: (message: string) => void) {
  let postmaster = first;
  let busy: Promise<void> | undefined;
  const revive = async () => {
    log(`PostgreSQL (process ${postmaster.pid}) is gone; starting it anew.`);
    try {
      postmaster = await start();
    } catch (error) {
      log((error as Error).message);
    }
    busy = undefined;
  };
  const timer = setInterval(() => {
    if (busy === undefined && !isRunning(postmaster)) busy = revive();
  }, CHECK_MS).unref();
  // Leaving without `stop` still asks the server to stop; it does so by itself.
  const onExit = () => signalPostmaster(postmaster, 'SIGINT');
  process.on('exit', onExit);
  return {
    current: () => postmaster,
    async stop() {
      clearInterval(timer);
      await busy;
      await stopPostmaster(postmaster);
      process.off('exit', onExit);
    },
  };
}

/** A shell that waits for the end of our pipe, which comes however this process ends, and then stops the server. */
function tether(clusterDir: string): void {
  const script = 'cat >/dev/null; read -r pid <"$1/postmaster.pid" && kill -INT "$pid"';
  const shell = spawn('/bin/sh', ['-c', script, 'tether', clusterDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.unref();
  (shell.stdin as Socket).unref();
}

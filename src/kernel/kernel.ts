import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import pino, { type Logger } from 'pino';
import { PageCache } from './cache/index.ts';
import type { Config } from './config/index.ts';
import { startEmbedded } from './db/embedded/index.ts';
import { type ConnectionOptions, createDb, createPool, type Db, migrate, readMigrations } from './db/index.ts';
import { Files } from './files/index.ts';
import { RateLimits } from './http/index.ts';
import { createI18n, type I18n, loadMessages } from './i18n/index.ts';
import { Jobs } from './jobs/index.ts';
import { Live } from './live/index.ts';
import { Notify } from './notify/index.ts';
import { Outbox } from './outbox/index.ts';
import { ProofOfWork } from './proof-of-work/index.ts';
import { loadSecret } from './secret.ts';
import { Settings } from './settings/index.ts';
import { type CalendarBook, type Clock, calendarBook, readCalendar, systemClock } from './time/index.ts';

/** What every use case is given: the machinery of one process. Knows no module. */
export type Kernel = {
  config: Config;
  clock: Clock;
  log: Logger;
  pool: pg.Pool;
  db: Db;
  connection: ConnectionOptions;
  /** signs links and tokens of this city */
  secret: string;
  i18n: I18n;
  settings: Settings;
  calendar: CalendarBook;
  outbox: Outbox;
  live: Live;
  cache: PageCache;
  limits: RateLimits;
  jobs: Jobs;
  notify: Notify;
  files: Files;
  proof: ProofOfWork;
  /** migrations applied when it was opened */
  migrated: string[];
  /** root of the program: migrations/, demo/ and dist/ lie there */
  root: string;
  /** starts the relay, the live channel and, with the role jobs, the jobs */
  start(): Promise<void>;
  /** lets running work finish, closes every connection and stops the embedded database */
  stop(): Promise<void>;
};

export type KernelOptions = {
  root: string;
  clock?: Clock;
  log?: Logger;
  /** an open database instead of the configured one; it is not stopped with the kernel */
  connection?: ConnectionOptions;
  /** use the embedded server of a process that runs already instead of refusing */
  shareDatabase?: boolean;
  /** false: the database must be current already */
  migrate?: boolean;
  /** a missing message key throws instead of being logged */
  strictMessages?: boolean;
};

/** Personal data and secrets that must never be written to a log, wherever they stand in an object. */
const redacted = [
  '*.password',
  '*.token',
  '*.otp',
  'params.code',
  'body.code',
  '*.email',
  '*.phone',
  '*.cookie',
  '*.authorization',
  'req.headers.cookie',
  'req.headers.authorization',
];

/**
 * An error as it is logged: errors of the database driver hold the whole client, and their details the values of a row.
 */
function errorForLog(error: unknown): Record<string, unknown> {
  const { name, message, code, stack, constraint } = (error ?? {}) as Error & { code?: string; constraint?: string };
  return { name, message, code, constraint, stack };
}

async function openDatabase(
  config: Config,
  options: KernelOptions,
  log: Logger,
): Promise<{ connection: ConnectionOptions; stop: () => Promise<void> }> {
  if (options.connection) return { connection: options.connection, stop: async () => {} };
  if (config.DATABASE_URL) return { connection: { connectionString: config.DATABASE_URL }, stop: async () => {} };
  const embedded = await startEmbedded({
    dataDir: path.join(config.dataDir, 'postgres'),
    log: (line) => log.debug(line),
    share: options.shareDatabase ?? false,
  });
  const { host, port, user, database } = embedded;
  return { connection: { host, port, user, database }, stop: () => embedded.stop() };
}

/** @throws EmbeddedError or Error when the database cannot be started, reached or migrated */
export async function openKernel(config: Config, options: KernelOptions): Promise<Kernel> {
  const log =
    options.log ??
    pino(
      {
        level: config.LOG_LEVEL,
        redact: { paths: redacted, censor: '[redacted]' },
        serializers: { err: errorForLog },
      },
      pino.destination({ dest: 2, sync: false }),
    );
  const clock = options.clock ?? systemClock;
  await mkdir(config.dataDir, { recursive: true });
  const database = await openDatabase(config, options, log);
  try {
    return await assemble(config, options, log, clock, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function assemble(
  config: Config,
  options: KernelOptions,
  log: Logger,
  clock: Clock,
  database: { connection: ConnectionOptions; stop: () => Promise<void> },
): Promise<Kernel> {
  const { connection } = database;
  const pool = createPool({
    ...connection,
    size: config.DATABASE_POOL,
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  const migrated =
    options.migrate === false ? [] : await migrate(pool, await readMigrations(path.join(options.root, 'migrations')));
  const db = createDb(pool);
  const secret = config.SECRET ?? (await loadSecret(config.dataDir));
  const settings = new Settings(db);
  await settings.load();
  const i18n = createI18n({
    messages: loadMessages(path.join(options.root, 'dist/messages')),
    onProblem: options.strictMessages ? 'throw' : 'log',
    log: (problem) => log.error(problem),
  });
  const outbox = new Outbox(db, log);
  const live = new Live(db, log);
  const jobs = new Jobs({ pool, connection, log, clock });
  const calendar = calendarBook(
    () => readCalendar(db),
    () => config.TIME_ZONE,
  );
  const kernel: Kernel = {
    config,
    clock,
    log,
    pool,
    db,
    connection,
    secret,
    i18n,
    settings,
    calendar,
    outbox,
    live,
    cache: new PageCache(),
    limits: new RateLimits(pool),
    jobs,
    notify: new Notify({ db, jobs, i18n, clock, config, log, secret }),
    files: new Files({ db, config, log, clock }),
    proof: new ProofOfWork({ db, secret, clock, i18n }),
    migrated,
    root: options.root,
    start: () => startKernel(kernel),
    stop: async () => {
      await jobs.stop();
      await outbox.stop();
      await live.stop();
      kernel.notify.stop();
      await pool.end();
      await database.stop();
    },
  };
  tellOthers(kernel);
  return kernel;
}

/** What one process changes in its memory, the others must hear of. */
function tellOthers(k: Kernel): void {
  k.settings.onChange((key) => {
    k.cache.clear();
    k.live
      .publish('kernel.settings', key)
      .catch((error) => k.log.warn({ err: error }, 'could not tell of changed settings'));
  });
  k.live.on('kernel.settings', () => {
    k.settings.load().catch((error) => k.log.warn({ err: error }, 'could not reload settings'));
    k.calendar.forget();
    k.cache.clear();
  });
  k.live.on('kernel.cache', (tags) => k.cache.invalidate(...(tags as string[])));
  k.live.onReconnect(() => {
    k.cache.clear();
    k.calendar.forget();
    k.settings.load().catch(() => {});
  });
}

async function startKernel(k: Kernel): Promise<void> {
  await k.live.start(k.connection);
  await k.jobs.start({ work: k.config.ROLES.includes('jobs') });
  // Every process may relay: the cursor's row lock lets one at a time.
  k.outbox.start();
}

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { type ConnectionOptions, createDb, type Db, onCommit, type Tx } from '../db/index.ts';
import type { Clock } from '../time/index.ts';
import {
  type ClaimedJob,
  claimNext,
  countJobs,
  type FailedJob,
  failedJobs,
  type JobCounts,
  timed,
} from './jobs.queries.ts';

export type JobContext = {
  id: string;
  /** 1 at the first try */
  attempt: number;
  /** whether a failure now is the last: nothing tries again by itself */
  last: boolean;
  /** aborted when the job has used up its time or the process stops */
  signal: AbortSignal;
};

/** May run more than once for one job (a process died in the middle): what it does must bear that. */
export type JobHandler<D> = (data: D, job: JobContext) => Promise<void>;

export type JobOptions = {
  /** tries after the first; default 5 */
  retryLimit?: number;
  /** wait longer after each failure, 30 s, 1 min, 2 min ... at most an hour; default true */
  retryBackoff?: boolean;
  /** a job that runs longer counts as failed; default 900 */
  expireSeconds?: number;
  /** jobs of this name at the same time in one process; default 1 */
  concurrency?: number;
  /** runs by itself: five fields, in the city's time zone given to `schedule` or `tz` */
  cron?: string;
  /** IANA zone of `cron`; default Asia/Shanghai */
  tz?: string;
};

export type SendOptions = {
  /** not before this */
  startAfter?: Date;
  /** at most one job of this key waits at a time; a second one is dropped */
  singletonKey?: string;
};

type Definition = { options: JobOptions; handler: JobHandler<never> };

const schema = 'jobs';
const stop_ms = 10_000;
// A job that arrives in this process wakes its worker at once; this is how soon one from another process is seen.
const poll_s = 2;
const cronPoll_s = 15;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Work that is done later, sent inside the transaction of the fact it follows from: both happen or neither. Kept by
 * pg-boss in the schema `jobs`, which it creates and migrates itself when it is first used (not part of migrations/).
 * Queues are created by whichever process comes first.
 */
export class Jobs {
  readonly #pool: pg.Pool;
  readonly #db: Db;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #definitions = new Map<string, Definition>();
  readonly #workers = new Map<string, string[]>();
  readonly #queues = new Set<string>();
  #opening: Promise<PgBoss> | undefined;
  #working = false;
  #stopped = false;

  /** `connection` is not used: everything goes through `pool`. */
  constructor({ pool, log, clock }: { pool: pg.Pool; connection?: ConnectionOptions; log: Logger; clock: Clock }) {
    this.#pool = pool;
    this.#db = createDb(pool);
    this.#log = log;
    this.#clock = clock;
  }

  /** Says what a job of this name does. In every process and before `start`, also where it only sends. */
  define<D extends object>(name: string, options: JobOptions, handler: JobHandler<D>): void {
    if (this.#definitions.has(name)) throw new Error(`the job ${name} is defined twice`);
    this.#definitions.set(name, { options, handler: handler as JobHandler<never> });
  }

  /** Every job that a process knows how to do. */
  names(): string[] {
    return [...this.#definitions.keys()];
  }

  /** Gives a defined job a time table. Before `start`. */
  schedule(name: string, cron: string, tz: string): void {
    Object.assign(this.#definition(name).options, { cron, tz });
  }

  /**
   * Sends a job in the transaction of its fact.
   * @returns its id, or null when one of the same `singletonKey` waits already
   */
  async send<D extends object>(
    tx: Tx,
    name: string,
    data: D,
    { startAfter, singletonKey }: SendOptions = {},
  ): Promise<string | null> {
    this.#definition(name);
    const boss = await this.#open();
    // Defined after the first was sent: rare, and only where a command wires things late.
    if (!this.#queues.has(name)) await this.#ensureQueues(boss);
    const id = await boss.send(name, data, {
      db: fromKysely(tx),
      // The queues allow one waiting job per key; whoever gave none gets one of its own.
      singletonKey: singletonKey ?? randomUUID(),
      // The group says to `drain` that the time was asked for; to the workers it means nothing.
      ...(startAfter && { startAfter, group: { id: timed } }),
    });
    onCommit(tx, () => this.#wake(name));
    return id;
  }

  /** `work`: whether this process runs jobs (ROLES has jobs) or only sends them. */
  async start({ work }: { work: boolean }): Promise<void> {
    this.#stopped = false;
    if (!work) {
      await this.#open();
      return;
    }
    const sender = this.#opening;
    this.#opening = undefined;
    this.#working = true;
    await (await sender)?.stop({ close: false, graceful: false });
    const boss = await this.#open();
    await this.#keepTimeTable(boss);
    for (const [name, { options, handler }] of this.#definitions) await this.#work(boss, name, options, handler);
  }

  /** Takes no more jobs and waits up to 10 s for those that run; what is cut off then is tried again later. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#working = false;
    this.#workers.clear();
    const boss = await this.#opening?.catch(() => undefined);
    await boss?.stop({ close: false, graceful: true, timeout: stop_ms });
  }

  /** Runs a job's handler here and now, past the queue. For commands and tests. */
  async runNow<D extends object>(name: string, data: D): Promise<void> {
    const { handler } = this.#definition(name);
    await handler(data as never, { id: randomUUID(), attempt: 1, last: true, signal: new AbortController().signal });
  }

  /**
   * Runs everything that is due by the program's clock, in the order it was sent, one after the other, and what that
   * sends in turn. A job that fails is not tried again in the same call. For commands and tests, where no worker runs.
   * @returns how many ran
   * @throws AggregateError of what failed, after everything ran; not with `tolerate`
   */
  async drain({ tolerate = false }: { tolerate?: boolean } = {}): Promise<number> {
    const boss = await this.#open();
    const names = [...this.#definitions.keys()];
    const failed = new Map<string, unknown>();
    for (let ran = 0; ; ran++) {
      const job = await claimNext(this.#db, names, this.#clock.now(), [...failed.keys()]);
      if (!job) {
        if (failed.size > 0 && !tolerate)
          throw new AggregateError(
            failed.values(),
            `${failed.size} of ${ran} jobs failed: ${[...failed.values()].join('; ')}`,
          );
        return ran;
      }
      const error = await this.#runClaimed(boss, job);
      if (error) failed.set(job.id, error);
    }
  }

  /** What waits, runs and failed, by name; for metrics. */
  async backlog(): Promise<JobCounts[]> {
    await this.#open();
    return countJobs(this.#db);
  }

  /** The latest jobs that failed for good. They are kept for a week. */
  async failed(limit: number): Promise<FailedJob[]> {
    await this.#open();
    return failedJobs(this.#db, limit);
  }

  /** Lets a job that failed for good be tried once more. */
  async retry(name: string, id: string): Promise<void> {
    const boss = await this.#open();
    await boss.retry(name, id);
    this.#wake(name);
  }

  #definition(name: string): Definition {
    const definition = this.#definitions.get(name);
    if (!definition) throw new Error(`no job ${name} is defined`);
    return definition;
  }

  #open(): Promise<PgBoss> {
    this.#opening ??= this.#connect().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #connect(): Promise<PgBoss> {
    const boss = new PgBoss({
      db: { executeSql: (text, values) => this.#pool.query(text, values as unknown[]) },
      schema,
      migrate: true,
      supervise: this.#working,
      schedule: this.#working,
    });
    boss.on('error', (error) => this.#log.error({ err: error }, 'jobs'));
    boss.on('warning', (warning) => this.#log.warn({ warning: warning.message }, 'jobs'));
    await boss.start();
    await this.#ensureQueues(boss);
    // Sending goes on while the process stops (the relay's last batch); timers and workers do not.
    if (this.#stopped) await boss.stop({ close: false, graceful: false });
    return boss;
  }

  /** Creating one that another process creates at the same moment is no error. */
  async #ensureQueues(boss: PgBoss): Promise<void> {
    const missing = [...this.#definitions.keys()].filter((name) => !this.#queues.has(name));
    if (missing.length === 0) return;
    const existing = new Map((await boss.getQueues(missing)).map((queue) => [queue.name, queue]));
    for (const name of missing) {
      const { retryLimit = 5, retryBackoff = true, expireSeconds = 900 } = this.#definition(name).options;
      const options = {
        retryLimit,
        retryBackoff,
        retryDelay: 30,
        expireInSeconds: expireSeconds,
        ...(retryBackoff && { retryDelayMax: 3600 }),
      };
      const queue = existing.get(name);
      if (!queue) await boss.createQueue(name, { ...options, policy: 'short' });
      else if (Object.entries(options).some(([key, value]) => queue[key as keyof typeof options] !== value))
        await boss.updateQueue(name, options);
      // Fills pg-boss' memory of the queue: the first `send` must not wait for a second connection inside a transaction.
      await boss.findJobs(name, { id: nobody });
      this.#queues.add(name);
    }
  }

  /** Time tables of this program replace those of an earlier one. */
  async #keepTimeTable(boss: PgBoss): Promise<void> {
    for (const { name } of await boss.getSchedules()) {
      if (!this.#definitions.get(name)?.options.cron) await boss.unschedule(name);
    }
    for (const [name, { options }] of this.#definitions) {
      // What came due while nothing ran is done once, and not once for every time missed.
      if (options.cron)
        await boss.schedule(name, options.cron, {}, { tz: options.tz ?? 'Asia/Shanghai', missed: 'once' });
    }
  }

  async #work(
    boss: PgBoss,
    name: string,
    { concurrency = 1, cron }: JobOptions,
    handler: JobHandler<never>,
  ): Promise<void> {
    const ids: string[] = [];
    this.#workers.set(name, ids);
    for (let n = 0; n < concurrency; n++) {
      let workerId = '';
      const run = async ([job]: JobWithMetadata<object>[]): Promise<void> => {
        // The next one at once: a worker waits out its polling interval only when it found nothing.
        boss.notifyWorker(workerId);
        if (job)
          await this.#run(name, handler, job.data, {
            id: job.id,
            signal: job.signal,
            attempt: job.retryCount + 1,
            last: job.retryCount >= job.retryLimit,
          });
      };
      workerId = await boss.work(
        name,
        { batchSize: 1, includeMetadata: true, pollingIntervalSeconds: cron ? cronPoll_s : poll_s },
        run,
      );
      ids.push(workerId);
    }
  }

  async #run(name: string, handler: JobHandler<never>, data: object, job: JobContext): Promise<void> {
    try {
      await handler(data as never, job);
    } catch (thrown) {
      const error = withoutDetails(thrown);
      const said = job.last ? 'a job failed for good' : 'a job failed and is tried again';
      this.#log[job.last ? 'error' : 'warn']({ err: error, job: name, id: job.id, attempt: job.attempt }, said);
      throw error;
    }
  }

  async #runClaimed(boss: PgBoss, job: ClaimedJob): Promise<unknown> {
    const { handler } = this.#definition(job.name);
    const signal = AbortSignal.timeout(job.expire_seconds * 1000);
    try {
      await this.#run(job.name, handler, job.data, {
        id: job.id,
        signal,
        attempt: job.retry_count + 1,
        last: job.retry_count >= job.retry_limit,
      });
      await boss.complete(job.name, job.id);
      return undefined;
    } catch (error) {
      await boss.fail(job.name, job.id, error as Error);
      return error ?? new Error('the job failed');
    }
  }

  #wake(name: string): void {
    const boss = this.#opening;
    if (!this.#working || !boss) return;
    boss.then(
      (running) => {
        for (const id of this.#workers.get(name) ?? []) running.notifyWorker(id);
      },
      () => {},
    );
  }
}

/** Name, message and stack alone: a database error carries the row it refused, and that may be a person's. */
function withoutDetails(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const error = new Error(thrown.message);
  error.name = thrown.name;
  if (thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}

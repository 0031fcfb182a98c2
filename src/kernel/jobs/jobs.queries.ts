import { type Db, sql } from '../db/index.ts';

/** A job that was tried as often as its queue allows and is not tried again by itself. */
export type FailedJob = {
  id: string;
  name: string;
  data: unknown;
  error: string;
  attempts: number;
  createdAt: Date;
  failedAt: Date;
};

/** Jobs of one queue: waiting for their turn, for their time, running, failed for good. */
export type JobCounts = { name: string; waiting: number; later: number; running: number; failed: number };

export type ClaimedJob = {
  id: string;
  name: string;
  data: object;
  retry_count: number;
  retry_limit: number;
  expire_seconds: number;
};

/** Group of the jobs that were sent with a time of their own. */
export const timed = 'timed';

/**
 * Takes the first job that is due at `now` by the program's clock, which in tests is not the database's. A job that
 * was sent without a time is due at once; one that failed is due again by either clock.
 */
export async function claimNext(
  db: Db,
  names: readonly string[],
  now: Date,
  except: readonly string[],
): Promise<ClaimedJob | undefined> {
  const { rows } = await sql<ClaimedJob>`
    update jobs.job j set state = 'active', started_on = now(), heartbeat_on = now(),
      retry_count = case when started_on is not null then retry_count + 1 else retry_count end
    where (j.name, j.id) = (
      select name, id from jobs.job
      where name = any(${names as string[]}) and not blocked and id <> all(${except as string[]}::uuid[])
        and (state = 'created' and (start_after <= ${now} or group_id is distinct from ${timed})
          or state = 'retry' and start_after <= greatest(${now}::timestamptz, now()))
      order by created_on, id limit 1 for update skip locked)
    returning j.id, j.name, j.data, j.retry_count, j.retry_limit, j.expire_seconds`.execute(db);
  return rows[0];
}

export async function failedJobs(db: Db, limit: number): Promise<FailedJob[]> {
  const { rows } = await sql<FailedJob>`
    select id, name, data, coalesce(output->>'message', output::text, '') as error, retry_count + 1 as attempts,
      created_on as "createdAt", coalesce(completed_on, created_on) as "failedAt"
    from jobs.job where state = 'failed' order by completed_on desc nulls last limit ${limit}`.execute(db);
  return rows;
}

export async function countJobs(db: Db): Promise<JobCounts[]> {
  const { rows } = await sql<JobCounts>`
    select name,
      count(*) filter (where state in ('created', 'retry') and start_after <= now()) as waiting,
      count(*) filter (where state in ('created', 'retry') and start_after > now()) as later,
      count(*) filter (where state = 'active') as running,
      count(*) filter (where state = 'failed') as failed
    from jobs.job where state in ('created', 'retry', 'active', 'failed') and name not like '\\_\\_pgboss\\_\\_%'
    group by name order by name`.execute(db);
  return rows;
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import { measures } from './figures.rules.ts';

/** Makes the figures of the days from..until (both included) anew from the facts; each round counts as in figures.rules.ts. */
export async function rollUpDays(tx: Tx, from: string, until: string, zone: string, now: Date): Promise<void> {
  await tx.deleteFrom('cases.day_figure').where('day', '>=', from).where('day', '<=', until).execute();
  await sql`
  with z as (
    select ${zone}::text as zone, (${from}::date)::timestamp at time zone ${zone}::text as from_at,
      (${until}::date + 1)::timestamp at time zone ${zone}::text as until_at
  ), f as (
    select (opened_at at time zone z.zone)::date as day, department_id, district_id, channel, kind, dispatched_at, let_go, due_at, answered_at,
      solved, outcome, attitude, speed, signed_at, sign_due_at, contacted_at, contact_due_at,
      sign_due_at is not null and not let_go and (signed_at is not null or sign_due_at < ${now}::timestamptz) as sign_counts,
      contact_due_at is not null and not let_go and (contacted_at is not null or contact_due_at < ${now}::timestamptz) as contact_counts,
      due_at is not null and not let_go and (answered_at is not null or due_at < ${now}::timestamptz) as due_counts
    from cases.round_fact, z
    where opened_at >= z.from_at and opened_at < z.until_at
  )
  insert into cases.day_figure (day, department_id, district_id, channel, kind, received, dispatched, sign_due, signed_in_time, sign_pending,
    contact_due, contacted_in_time, contact_pending, due, in_time, late, overdue, pending, no_deadline, let_go, answered, open, rated, solved, satisfied)
  select day, department_id, district_id, channel, kind, count(*), count(dispatched_at),
    count(*) filter (where sign_counts), count(*) filter (where sign_counts and signed_at <= sign_due_at),
    count(*) filter (where sign_due_at is not null and not sign_counts and not let_go),
    count(*) filter (where contact_counts), count(*) filter (where contact_counts and contacted_at <= contact_due_at),
    count(*) filter (where contact_due_at is not null and not contact_counts and not let_go),
    count(*) filter (where due_counts), count(*) filter (where due_counts and answered_at <= due_at),
    count(*) filter (where due_counts and answered_at > due_at), count(*) filter (where due_counts and answered_at is null),
    count(*) filter (where due_at is not null and not due_counts and not let_go),
    count(*) filter (where due_at is null and not let_go), count(*) filter (where let_go), count(answered_at),
    count(*) filter (where answered_at is null and not let_go), count(solved), count(*) filter (where solved),
    count(*) filter (where solved is not null and outcome + attitude + speed >= 12)
  from f group by day, department_id, district_id, channel, kind`.execute(tx);
  await sumUpDays(tx, from, until);
}

/** The same by one dimension at a time. */
async function sumUpDays(tx: Tx, from: string, until: string): Promise<void> {
  await tx.deleteFrom('cases.day_sum').where('day', '>=', from).where('day', '<=', until).execute();
  const sums = sql.raw(measures.map((measure) => `sum(${measure})`).join(', '));
  await sql`
    insert into cases.day_sum (day, part, key, ${sql.raw(measures.join(', '))})
    select day, case when grouping(department_id) = 0 then 'department' when grouping(district_id) = 0 then 'district'
        when grouping(channel) = 0 then 'channel' when grouping(kind) = 0 then 'kind' else 'all' end,
      coalesce(department_id::text, district_id::text, channel, kind), ${sums}
    from cases.day_figure where day between ${from}::date and ${until}::date
    group by grouping sets ((day), (day, department_id), (day, district_id), (day, channel), (day, kind))`.execute(tx);
}

/** Takes up to `limit` days that have to be made again; another process takes others. */
export async function takeStaleDays(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    delete from cases.stale_day where day in (select day from cases.stale_day order by day desc limit ${limit} for update skip locked) returning day`.execute(
    tx,
  );
  return rows.map((row) => row.day).sort();
}

export async function markStale(tx: Tx, days: readonly string[]): Promise<void> {
  if (days.length === 0) return;
  await tx
    .insertInto('cases.stale_day')
    .values(days.map((day) => ({ day })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Days on which something is still running out: their figures change by the clock alone. */
export async function markRunning(tx: Tx): Promise<void> {
  await sql`
    insert into cases.stale_day (day)
    select distinct day from cases.day_figure where pending > 0 or sign_pending > 0 or contact_pending > 0 on conflict do nothing`.execute(
    tx,
  );
}

/** The local days on which the rounds of these cases began. */
export async function daysOfCases(db: Db, caseIds: readonly string[], zone: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct (opened_at at time zone ${zone}::text)::date as day from (
      select coalesce(round_opened_at, submitted_at) as opened_at from cases.case where id = any(${sql.val(caseIds)}::uuid[])
      union all select opened_at from cases.past_round where case_id = any(${sql.val(caseIds)}::uuid[])) o`.execute(db);
  return rows.map((row) => row.day);
}

/** The first and last local day with a case. */
export async function firstAndLastDay(db: Db, zone: string): Promise<{ first: string; last: string } | undefined> {
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select ((select min(submitted_at) from cases.case) at time zone ${zone}::text)::date as first,
      (greatest((select max(submitted_at) from cases.case), (select max(round_opened_at) from cases.case)) at time zone ${zone}::text)::date as last`.execute(
    db,
  );
  const [row] = rows;
  return row?.first && row.last ? { first: row.first, last: row.last } : undefined;
}

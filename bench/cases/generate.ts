import pg from 'pg';
import type { ConnectionOptions } from '../../src/kernel/db/index.ts';
import { progress } from '../measure/command-line.ts';
import { makeSamples } from './samples.ts';

const tables = ['case', 'author', 'step', 'dispatch', 'reply', 'rating', 'follower', 'promise'];
const batch = 100_000;

/**
 * Fills the mailbox with generated cases over three years, each with author, dispatch, timeline, and most of them with a
 * published reply and a rating; the newest are still under way. By a few large statements, with the secondary indexes made
 * afterwards.
 * @returns seconds it took
 */
export async function generateCases(connection: ConnectionOptions, count: number): Promise<number> {
  const started = performance.now();
  const client = new pg.Client(connection);
  await client.connect();
  try {
    // Rows are made to fit: checking each foreign key would take longer than making them.
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'",
    );
    await client.query(schema);
    await fillSamples(client);
    const indexes = await dropIndexes(client);
    for (let from = 1; from <= count; from += batch) {
      const until = Math.min(count, from + batch - 1);
      for (const statement of statements)
        await client.query(
          statement
            .replaceAll(':from', String(from))
            .replaceAll(':until', String(until))
            .replaceAll(':count', String(count)),
        );
      progress(`${until} cases`);
    }
    for (const { definition } of indexes) await client.query(definition);
    progress('indexes');
    await client.query('drop schema bench cascade');
    for (const table of tables) await client.query(`vacuum (analyze) cases.${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  return (performance.now() - started) / 1000;
}

async function fillSamples(client: pg.Client): Promise<void> {
  await client.query(
    `insert into bench.sample (n, title, body, address, search)
     select n - 1, title, body, address, to_tsvector('simple', tokens)
     from rows from (jsonb_to_recordset($1::jsonb) as (title text, body text, address text, tokens text))
       with ordinality as s(title, body, address, tokens, n)`,
    [JSON.stringify(makeSamples())],
  );
}

/** Indexes that no constraint needs. */
async function dropIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select format('%I.%I', n.nspname, i.relname) as name, pg_get_indexdef(x.indexrelid) as definition
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = 'cases' and t.relname = any($1) and not x.indisunique
       and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows;
}

const schema = `
drop schema if exists bench cascade;
create schema bench;
create unlogged table bench.sample (n int primary key, title text, body text, address text, search tsvector);
create unlogged table bench.department as
  select id, row_number() over (order by sort, code) - 1 as n from people.department where active;
create unlogged table bench.district as select id, row_number() over (order by sort, code) - 1 as n from people.district;
create unlogged table bench.category as
  select id, department_id, row_number() over (order by code) - 1 as n from cases.category
  where active and department_id is not null;
create unlogged table bench.account as select id, row_number() over (order by email) - 1 as n from people.account;
create unlogged table bench.made (case_id uuid, reply_id uuid, dispatch_id uuid, n bigint);
`;

/** A number that looks random and is the same each time, so that state, kind, matter and place have nothing to do with each other. */
const dice = (salt: number) => `(hashint8extended(n, ${salt}) & 2147483647)`;

/** What becomes of case n: nearly all of the old ones are archived, the newest are under way in every state. */
const state = `case
  when n > :count - :count / 400 then (array['submitted','accepted','dispatched','signed','in_progress','replied','in_progress','signed'])[1 + ${dice(1)} % 8]
  when n > :count - :count / 40 then (array['in_progress','replied','reviewed','reviewed','rated','closed','closed','closed'])[1 + ${dice(1)} % 8]
  when n % 50 = 0 then 'declined' when n % 61 = 0 then 'withdrawn' when n % 97 = 0 then 'ended'
  else 'archived' end`;
const answered = `state in ('reviewed','rated','closed','archived')`;
const dispatched = `state not in ('submitted','accepted','declined','withdrawn')`;

const statements = [
  `insert into cases.case (id, number, kind, channel, state, state_before, title, body, district_id, address, category_id, confidential, hidden,
    urgent, limit_kind, round, lead_department_id, submitted_at, accepted_at, dispatched_at, sign_due_at, signed_at, contact_due_at, contacted_at,
    due_at, first_due_at, replied_at, reviewed_at, rated_at, closed_at, archived_at, updated_at, source, source_ref, search)
  with g as (
    select n, now() - interval '1095 days' * (1 - n::float8 / :count) - interval '1 hour' as at, ${state} as state, ${dice(2)} % 1000 as dice,
      ${dice(3)} % 1600 as sample, ${dice(4)} as place, ${dice(5)} as matter
    from generate_series(:from::bigint, :until::bigint) n
  )
  select uuidv7(at - now()), to_char(at at time zone 'Asia/Shanghai', 'YYYY-MMDD-') || (100000 + g.n), 
    (array['enquiry','help','help','complaint','complaint','report','suggestion','thanks'])[1 + dice % 8],
    (array['web','web','web','phone','phone','mobile','forum','walk_in'])[1 + (dice / 8) % 8], state,
    case when state = 'archived' then 'closed' end,
    s.title, s.body, d.id, s.address, c.id, dice % 20 = 0, dice % 500 = 7, dice % 100 = 3, 'general', 1,
    case when ${dispatched} then c.department_id end, at,
    case when state not in ('submitted','declined','withdrawn') then at + interval '5 hours' end,
    case when ${dispatched} then at + interval '8 hours' end,
    case when ${dispatched} then at + interval '32 hours' end,
    case when ${dispatched} and state <> 'dispatched' then at + interval '8 hours' + interval '1 hour' * (dice % 30) end,
    case when ${dispatched} then at + interval '3 days' end,
    case when ${dispatched} and state not in ('dispatched','signed') then at + interval '1 hour' * (24 + dice % 60) end,
    case when ${dispatched} then at + interval '12 days' end, case when ${dispatched} then at + interval '12 days' end,
    case when ${answered} or state = 'replied' then at + interval '1 hour' * (48 + dice % 300) end,
    case when ${answered} then at + interval '1 hour' * (50 + dice % 300) end,
    case when ${answered} and state <> 'reviewed' and dice % 10 < 6 then at + interval '1 hour' * (80 + dice % 300) end,
    case when state in ('closed','archived') then at + interval '18 days' end,
    case when state = 'archived' then at + interval '20 days' end, at + interval '1 day', 'bench', g.n::text, s.search
  from g join bench.sample s on s.n = case when g.n % 100000 = 5 then 1600 else g.sample end
    join bench.district d on d.n = g.place % (select count(*) from bench.district)
    join bench.category c on c.n = g.matter % (select count(*) from bench.category)`,
  `truncate bench.made`,
  `insert into bench.made select id, uuidv7(), uuidv7(), source_ref::bigint from cases.case
   where source = 'bench' and source_ref::bigint between :from and :until`,
  `insert into cases.author (case_id, account_id, name, display_name, phone)
   select m.case_id, a.id, '', '王女士', '' from bench.made m
   left join bench.account a on a.n = m.n % (select count(*) * 2 from bench.account)`,
  `insert into cases.dispatch (id, case_id, round, lead_department_id, at, sign_due_at, due_at, signed_at, ended_how, ended_at)
   select m.dispatch_id, c.id, 1, c.lead_department_id, c.dispatched_at, c.sign_due_at, c.due_at, c.signed_at,
     case when c.reviewed_at is not null then 'done' end, c.reviewed_at
   from bench.made m join cases.case c on c.id = m.case_id where c.lead_department_id is not null`,
  `insert into cases.reply (id, case_id, round, department_id, text, state, created_at, updated_at, sent_at, published_at)
   select m.reply_id, c.id, 1, c.lead_department_id,
     '您好，您反映的情况我们已经到现场核实，问题属实。已安排人员处理，现已修复，欢迎继续监督。如还有问题，请拨打电话联系我们。',
     case when c.reviewed_at is null then 'for_review' else 'published' end, c.replied_at, c.replied_at, c.replied_at, c.reviewed_at
   from bench.made m join cases.case c on c.id = m.case_id where c.replied_at is not null`,
  `insert into cases.step (id, case_id, at, act, public, department_id, data)
   select uuidv7(), c.id, s.at, s.act, true, case when s.act in ('submit','accept') then null else c.lead_department_id end, s.data
   from bench.made m join cases.case c on c.id = m.case_id
   cross join lateral (values (c.submitted_at, 'submit', '{}'::jsonb), (c.accepted_at, 'accept', '{}'), (c.dispatched_at, 'dispatch', '{}'),
     (c.signed_at, 'sign', '{}'), (c.reviewed_at, 'review', jsonb_build_object('replyId', m.reply_id, 'promises', 0))) s(at, act, data)
   where s.at is not null`,
  `insert into cases.rating (id, case_id, round, outcome, attitude, speed, solved, by, at)
   select uuidv7(), c.id, 1, 1 + m.n % 5, 1 + (m.n / 5) % 5, 1 + (m.n / 25) % 5, m.n % 4 > 0, 'author', c.rated_at
   from bench.made m join cases.case c on c.id = m.case_id where c.rated_at is not null`,
  `insert into cases.follower (case_id, account_id, why, at)
   select c.id, a.id, 'follow', c.submitted_at from bench.made m join cases.case c on c.id = m.case_id
   join bench.account a on a.n = (m.n / 3) % (select count(*) from bench.account) where m.n % 3 = 0 and not c.confidential`,
  `insert into cases.promise (id, case_id, reply_id, department_id, text, made_at, due_on, state, settled_at)
   select uuidv7(), c.id, m.reply_id, c.lead_department_id, '两周内完成整修', c.reviewed_at, (c.reviewed_at + interval '14 days')::date,
     case when c.reviewed_at > now() - interval '14 days' then 'open' else 'kept' end, c.reviewed_at + interval '9 days'
   from bench.made m join cases.case c on c.id = m.case_id where m.n % 20 = 1 and c.reviewed_at is not null`,
];

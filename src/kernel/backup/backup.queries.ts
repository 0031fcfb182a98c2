import type pg from 'pg';
import type { Sequence, TableEntry } from './backup-format.ts';

/** The job queue's schema is made by the queue itself; what of it is worth keeping. */
export const jobsSchema = 'jobs';
const jobsTables = ['queue', 'schedule', 'subscription', 'job', 'job_dependency'];

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoted = ({ schema, name }: { schema: string; name: string }) => `${quote(schema)}.${quote(name)}`;

const notOurs = `
  n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')`;

/** Names of every table of the database but those of extensions. */
export async function allTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and ${notOurs} order by 1`,
  );
  return rows.map((row) => row.name);
}

/** Tables of the program with the columns that have to be kept (not the computed ones), in a steady order. */
export async function ownTables(client: pg.ClientBase): Promise<TableEntry[]> {
  const { rows } = await client.query<TableEntry>(
    `select n.nspname as schema, c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and ${notOurs}
       and (n.nspname <> 'public' or c.relname = 'migration')
       and (n.nspname <> $1 or c.relname = any($2))
     order by n.nspname, c.relname`,
    [jobsSchema, jobsTables],
  );
  return rows;
}

export async function serverVersion(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? '';
}

export async function migrationNames(client: pg.ClientBase): Promise<string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  );
  if (!found[0]?.there) return [];
  const { rows } = await client.query<{ name: string }>('select name from public.migration order by name');
  return rows.map((row) => row.name);
}

export async function jobsVersion(client: pg.ClientBase): Promise<number | null> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('${jobsSchema}.version') is not null as there`,
  );
  if (!found[0]?.there) return null;
  const { rows } = await client.query<{ version: number }>(`select version from ${jobsSchema}.version`);
  return rows[0]?.version ?? null;
}

/** One snapshot for everything that is read; no statement may run out of time. */
export async function beginSnapshot(client: pg.ClientBase): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await plainSession(client);
}

/** Text that another server, of another version or another time zone, reads the same. */
export async function plainSession(client: pg.ClientBase): Promise<void> {
  await client.query(
    `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0;
     set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
     set local extra_float_digits = 3; set local client_encoding = 'UTF8'`,
  );
}

/**
 * Transaction numbers mean nothing on another server, and a number from the future there would hide its row from the
 * relay and from the audit chain for good. What was delivered gets the lowest number, what waits the next; within a
 * number the ids keep the order. So each consumer's cursor stands where it stood.
 */
const eventXid = `(3 + (select count(*) from kernel.event_cursor c where (c.xid, c.id) < (t.xid, t.id)))::text::xid8`;
const cursorXid = `(3 + (select count(*) from kernel.event_cursor c where (c.xid, c.id) < (t.xid, t.id)))::text::xid8`;
const cursorId = `coalesce((select max(e.id) from kernel.event e where (e.xid, e.id) <= (t.xid, t.id)), 0)`;

const rewritten: Record<string, Record<string, string>> = {
  'kernel.event': { xid: eventXid },
  'kernel.event_cursor': { xid: cursorXid, id: cursorId },
};

export async function copyOutSql(client: pg.ClientBase, table: TableEntry): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and atttypid = 'xid8'::regtype and not attisdropped`,
    [quoted(table)],
  );
  const numbers = new Set(rows.map((row) => row.name));
  const special = rewritten[`${table.schema}.${table.name}`] ?? {};
  const columns = table.columns.map((name) => special[name] ?? (numbers.has(name) ? `'3'::xid8` : `t.${quote(name)}`));
  return `copy (select ${columns.join(', ')} from ${quoted(table)} t) to stdout`;
}

export function copyInSql(table: TableEntry): string {
  return `copy ${quoted(table)} (${table.columns.map(quote).join(', ')}) from stdin`;
}

/** Sequences stand outside of snapshots: read after the tables, they are never behind them. */
export async function sequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${notOurs} and n.nspname <> $1 order by 1, 2`,
    [jobsSchema],
  );
  const found: Sequence[] = [];
  for (const sequence of rows) {
    const { rows: state } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted(sequence)}`,
    );
    if (state[0]) found.push({ ...sequence, ...state[0] });
  }
  return found;
}

export async function setSequence(client: pg.ClientBase, { schema, name, last, called }: Sequence): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted({ schema, name }), last, called]);
}

/** Digests of uploads in the snapshot, each once, a page at a time. */
export async function digestsAfter(
  client: pg.ClientBase,
  after: string,
  limit: number,
): Promise<{ digest: string; picture: boolean }[]> {
  const { rows } = await client.query<{ digest: string; picture: boolean }>(
    `select digest, bool_or(width is not null) as picture from kernel.file where digest > $1 group by digest order by digest limit $2`,
    [after, limit],
  );
  return rows;
}

export async function countDigests(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ n: number }>('select count(distinct digest) as n from kernel.file');
  return rows[0]?.n ?? 0;
}

// Also held while migrating: nobody else may touch the schema meanwhile.
const schemaLock = 7_203_114_001;

export async function beginRestore(client: pg.ClientBase): Promise<void> {
  await client.query('begin');
  await plainSession(client);
  await client.query('select pg_advisory_xact_lock($1)', [schemaLock]);
}

export async function applyMigration(
  client: pg.ClientBase,
  { name, sql }: { name: string; sql: string },
): Promise<void> {
  await client.query(
    'create table if not exists public.migration (name text primary key, applied_at timestamptz not null default now())',
  );
  await client.query(sql);
  await client.query('insert into public.migration (name) values ($1)', [name]);
}

export type Laid = {
  foreignKeys: { table: string; name: string; definition: string }[];
  triggers: { table: string; name: string; state: string }[];
};

/**
 * Takes foreign keys and triggers away so that rows can come in any order and into tables that only grow, and empties
 * what migrations filled. The owner of the tables may do all of it; no superuser is needed.
 */
export async function layOpen(client: pg.ClientBase, tables: TableEntry[]): Promise<Laid> {
  const names = tables.map(quoted);
  const { rows: foreignKeys } = await client.query<Laid['foreignKeys'][number]>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0
       and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[])
         or conrelid in (select inhrelid from pg_inherits where inhparent = any($1::regclass[])))
     order by conrelid, conname`,
    [names],
  );
  const { rows: triggers } = await client.query<Laid['triggers'][number]>(
    `select tgrelid::regclass::text as table, tgname as name, tgenabled as state from pg_trigger
     where not tgisinternal and tgenabled <> 'D' and tgrelid = any($1::regclass[]) order by 1, 2`,
    [names],
  );
  for (const key of foreignKeys) await client.query(`alter table ${key.table} drop constraint ${quote(key.name)}`);
  for (const trigger of triggers)
    await client.query(`alter table ${trigger.table} disable trigger ${quote(trigger.name)}`);
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  return { foreignKeys, triggers };
}

const enabling: Record<string, string> = { O: 'enable', A: 'enable always', R: 'enable replica' };

/** Puts back what `layOpen` took away; every foreign key is checked against every row. */
export async function closeAgain(client: pg.ClientBase, { foreignKeys, triggers }: Laid): Promise<void> {
  for (const key of foreignKeys)
    await client.query(`alter table ${key.table} add constraint ${quote(key.name)} ${key.definition}`);
  for (const trigger of triggers)
    await client.query(
      `alter table ${trigger.table} ${enabling[trigger.state] ?? 'enable'} trigger ${quote(trigger.name)}`,
    );
}

export async function analyzeTables(client: pg.ClientBase, tables: TableEntry[]): Promise<void> {
  await client.query('set statement_timeout = 0');
  for (const table of tables) await client.query(`analyze ${quoted(table)}`);
  await client.query('reset statement_timeout');
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

export type Migration = { name: string; sql: string };

const namePattern = /^\d{4}_[a-z]+_[a-z0-9_]+\.sql$/;

/** The folder's NNNN_module_what.sql in order. @throws Error on a name out of shape or a number used twice */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const seen = new Set<string>();
  for (const name of names) {
    if (!namePattern.test(name)) throw new Error(`migrations/${name}: the name must be NNNN_module_what.sql`);
    if (seen.has(name.slice(0, 4))) throw new Error(`migrations/${name}: this number is taken`);
    seen.add(name.slice(0, 4));
  }
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(path.join(folder, name), 'utf8') })));
}

// Any fixed number: the same for every process of the city that may want to migrate at the same time.
const lockKey = 7_203_114_001;

/**
 * Brings the database up to date, each migration in a transaction of its own, under an advisory lock. Forward only.
 * @returns the names applied now
 * @throws Error naming the migration that failed, or one that was applied but is missing here (an older program)
 */
export async function migrate(
  pool: pg.Pool,
  migrations: Migration[],
  onApplied?: (name: string) => void,
): Promise<string[]> {
  const client = await pool.connect();
  const applied: string[] = [];
  try {
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists public.migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from public.migration');
    const done = new Set(rows.map((row) => row.name));
    const unknown = [...done].filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0)
      throw new Error(`the database is newer than this program: it has ${unknown.sort().join(', ')}`);
    for (const { name, sql } of migrations) {
      if (done.has(name)) continue;
      try {
        await client.query(`begin;\n${sql}\n;insert into public.migration (name) values ('${name}'); commit`);
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migrations/${name}: ${(error as Error).message}`, { cause: error });
      }
      applied.push(name);
      onApplied?.(name);
    }
    return applied;
  } finally {
    await client.query('select pg_advisory_unlock_all(); reset statement_timeout').catch(() => {});
    client.release();
  }
}

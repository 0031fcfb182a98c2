import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { SCHEMA_FILE, schemaTypes } from '../generate-types.ts';
import { withMigratedDatabase } from '../migrated-database.ts';
import type { Check } from './check.ts';
import { read } from './project.ts';

const DISTRIBUTED_FILE = 'src/kernel/db/distributed.json';

type Distributed = {
  /** Table → the column by which its rows would be spread over servers. */
  tables: Record<string, string>;
  /** Unique keys of those tables that hold across all servers → why, and where they would go. */
  central: Record<string, string>;
  /** Tables that carry such a column and are not spread by it → why. */
  apart: Record<string, string>;
};

export const database: Check = {
  name: 'database',
  claim: 'migrations run on an empty database, types match them, unique keys of distributed tables hold their column',
  run: () =>
    withMigratedDatabase(async (pool, connectionString) => [
      ...(await outdatedTypes(connectionString)),
      ...(await keysWithoutColumn(pool)),
    ]),
};

async function outdatedTypes(connectionString: string): Promise<string[]> {
  const isCurrent = isDeepStrictEqual(await schemaTypes(connectionString), read(SCHEMA_FILE));
  return isCurrent ? [] : [`${SCHEMA_FILE} is not what the migrations make; run: node scripts/generate-types.ts`];
}

/** A distributed database can hold a unique key only within one server, so it must contain what decides the server. */
async function keysWithoutColumn(pool: pg.Pool): Promise<string[]> {
  const { tables, central, apart } = JSON.parse(read(DISTRIBUTED_FILE)) as Distributed;
  const { rows } = await pool.query<{ name: string; key: string; columns: string[] }>(`
    select format('%s.%s', n.nspname, t.relname) as name, format('%s.%s', n.nspname, i.relname) as key,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = t.oid and a.attnum = any ((x.indkey::int2[])[0:x.indnkeyatts - 1])) as columns
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace
    where x.indisunique and n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')`);
  const isThere = (name: string) => rows.some((row) => row.name === name || row.key === name);
  const gone = [...Object.keys(tables), ...Object.keys(central), ...Object.keys(apart)].filter(
    (name) => !isThere(name),
  );
  const wrong = rows.filter(({ name, key, columns }) => {
    const column = tables[name];
    return column !== undefined && !columns.includes(column) && central[key] === undefined;
  });
  return [
    ...gone.map((name) => `${DISTRIBUTED_FILE}: there is no table or key ${name}`),
    ...wrong.map(({ name, key }) => `${name}: the unique key ${key} does not hold ${tables[name]}`),
    ...(await undeclared(pool, tables, apart)),
  ];
}

/** Whatever carries the column of a declared table belongs to it and is declared too, or says why it stands apart. */
async function undeclared(
  pool: pg.Pool,
  tables: Distributed['tables'],
  apart: Distributed['apart'],
): Promise<string[]> {
  const columns = [...new Set(Object.values(tables))].filter((column) => column !== 'id');
  const { rows } = await pool.query<{ name: string; column: string }>(
    `select format('%s.%s', c.table_schema, c.table_name) as name, c.column_name as column
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.column_name = any ($1) and t.table_type = 'BASE TABLE'`,
    [columns],
  );
  return rows
    .filter(({ name }) => tables[name] === undefined && apart[name] === undefined)
    .map(({ name, column }) => `${DISTRIBUTED_FILE}: ${name} has ${column} and is not listed`);
}

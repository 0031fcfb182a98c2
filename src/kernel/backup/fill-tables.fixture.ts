import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { v7 } from 'uuid';

type Column = {
  name: string;
  type: string;
  nullable: boolean;
  identity: boolean;
  check: string;
  target: string | null;
};
type Table = { name: string; columns: Column[] };

const awkward = [
  '\\N',
  '\\.',
  'tab\there',
  'line\nbreak\r\n',
  'quote \' and "',
  '汉字：同心 𠮷',
  'back\\slash',
  ' ',
  'e\u0301',
  '{}',
];

let drawn = 0;
const pick = <T>(from: readonly T[]): T => from[drawn++ % from.length] as T;
/** By chance, so that columns that a check ties together meet in every way. */
const any = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;

/** Tables of the city's own schemas in an order in which parents come before children, self references aside. */
async function tablesInOrder(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Column & { table: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table, a.attname as name, format_type(a.atttypid, null) as type,
      not a.attnotnull as nullable, a.attidentity <> '' as identity,
      coalesce((select string_agg(pg_get_constraintdef(k.oid), ' ' order by cardinality(k.conkey)) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)), '') as check,
      (select confrelid::regclass::text || '|' || (select attname from pg_attribute where attrelid = confrelid and attnum = k.confkey[array_position(k.conkey, a.attnum)])
       from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey) order by cardinality(k.conkey) limit 1) as target
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'jobs') and n.nspname not like 'pg\\_%'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by 1, a.attnum`);
  const tables = new Map<string, Table>();
  for (const { table, ...column } of rows) {
    const entry = tables.get(table) ?? { name: table, columns: [] };
    entry.columns.push(column);
    tables.set(table, entry);
  }
  const sorted: Table[] = [];
  const place = (table: Table, path: string[]) => {
    if (sorted.includes(table) || path.includes(table.name)) return;
    for (const { target } of table.columns) {
      const parent = target && tables.get(target.split('|')[0] as string);
      if (parent) place(parent, [...path, table.name]);
    }
    sorted.push(table);
  };
  for (const table of tables.values()) place(table, []);
  return sorted;
}

function lowestOf({ name, check }: Column): number {
  return Number(new RegExp(`${name} >= (\\d+)`).exec(check)?.[1] ?? 0);
}

function wholeNumber(column: Column): number {
  const listed = /ARRAY\[([\d, ]+)\]/.exec(column.check)?.[1];
  if (listed) return Number(any(listed.split(',')));
  const lowest = lowestOf(column);
  const bounded = /<=/.test(column.check);
  // Where no bound is known the numbers go on, as most keys want it.
  return Math.max(1, lowest) + (bounded ? Math.floor(Math.random() * (lowest > 100 ? 90 : 5)) : drawn++ % 30_000);
}

/** A text of the shape that a check asks for: a short name, a language, a number of sixteen figures, a digest, an address. */
function shapedText(check: string): string | undefined {
  const shape = /~ '([^']+)'/.exec(check)?.[1];
  const n = drawn++;
  const texts = [
    `s${n}`,
    'zh-CN',
    String(n).padStart(16, '0'),
    randomBytes(32).toString('hex'),
    `https://example.org/${n}`,
  ];
  return shape && texts.find((text) => new RegExp(shape).test(text));
}

async function valueFor(client: pg.ClientBase, column: Column, attempt: number): Promise<unknown> {
  // The first attempts fill every column; the later ones leave some out, as some checks want it.
  if (column.nullable && attempt > 4 && Math.random() < (attempt % 10) / 10) return null;
  // A text that may be empty: some checks want it so.
  if (column.type === 'text' && column.check && attempt > 40 && Math.random() < 0.3) return '';
  if (column.target) {
    const [table, name] = column.target.split('|');
    const { rows } = await client.query(`select ${name} as v from ${table} order by random() limit 1`);
    return rows[0]?.v ?? null;
  }
  const allowed = /ARRAY\[(.*?)\]/.exec(column.check)?.[1];
  if (allowed && column.type === 'text')
    return any([...allowed.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]));
  switch (column.type) {
    case 'uuid':
      return v7();
    case 'uuid[]':
      return [v7(), v7()];
    case 'integer[]':
      return [3, -1];
    case 'boolean':
      return any([true, false]);
    case 'smallint':
    case 'integer':
    case 'bigint':
      return wholeNumber(column);
    case 'double precision':
    case 'real':
    case 'numeric':
      return pick([31.230416, -0.1, 1 / 3, 1e-9]);
    case 'date':
      if (/EXTRACT\(day/i.test(column.check)) return `2026-0${1 + (drawn++ % 9)}-01`;
      return `2026-0${1 + (drawn++ % 9)}-1${drawn % 9}`;
    case 'time without time zone':
      return '21:30:00';
    case 'timestamp with time zone':
      // Days apart, where a check asks for days between two of them.
      if (/interval/.test(column.check)) return new Date(Date.UTC(2026, 0, any([1, 3, 20, 21, 40])) + drawn++ * 1_234);
      return new Date(Date.UTC(2026, 0, 1) + drawn++ * 1_234_567).toISOString().replace('Z', '123Z');
    case 'jsonb':
    case 'json':
      return JSON.stringify({ 'zh-CN': pick(awkward), n: 1.5, deep: [null, { '\u2028': true }] });
    case 'timestamp with time zone[]':
      return [new Date(Date.UTC(2026, 0, 1) + drawn++ * 1_234_567)];
    case 'bytea':
      return randomBytes(Number(/length\(\w+\) = (\d+)/.exec(column.check)?.[1] ?? 40));
    case 'text[]':
      return ['a,b', '"', '\\', '汉', 'NULL'];
    case 'tsvector':
      return "'垃圾':1A,3 '清运':2B";
    case 'xid8':
      return '4611686018427387904';
    default:
      if (column.name === 'digest') return randomBytes(32).toString('hex');
      return shapedText(column.check) ?? `${pick(awkward)} ${drawn++}`;
  }
}

/** Constraint or unique index → the columns that it speaks of. */
async function columnsOfRules(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ rule: string; columns: string[] }>(`
    select c.relname || '.' || r.name as rule, array_agg(a.attname::text) as columns
    from (select conrelid as relation, conname as name, conkey as keys from pg_constraint
      union select x.indrelid, i.relname, x.indkey::int2[] from pg_index x join pg_class i on i.oid = x.indexrelid) r
    join pg_class c on c.oid = r.relation join pg_attribute a on a.attrelid = c.oid and a.attnum = any(r.keys)
    group by 1`);
  return new Map(rows.map(({ rule, columns }) => [rule, columns]));
}

type Refusal = { message: string; table?: string; constraint?: string; column?: string };

/** How often a row is mended where a rule refused it, before another is begun. */
const mends = 25;

/**
 * Fills every table of the city with rows that its constraints let in, of every type it uses. Where a rule refuses a row,
 * only the columns that the rule speaks of are drawn anew: rows with many rules would hardly ever come by chance alone.
 * @returns names of tables that could not be filled
 */
export async function fillTables(client: pg.ClientBase, rowsEach: number): Promise<string[]> {
  const unfilled: string[] = [];
  const rules = await columnsOfRules(client);
  for (const table of await tablesInOrder(client)) {
    let made = 0;
    const columns = table.columns.filter((column) => !column.identity && column.type !== 'xid8');
    let values: unknown[] = [];
    for (let attempt = 0; attempt < 1500 && made < rowsEach; attempt++) {
      if (values.length === 0) for (const column of columns) values.push(await valueFor(client, column, attempt));
      // Each by itself: an open transaction would hold back the relay of every other test on this server.
      const refusal = await insert(client, table, columns, values);
      if (!refusal) made++;
      if (process.env.FILL_DEBUG && refusal && attempt > 1490)
        process.stderr.write(`${table.name}: ${refusal.message}\n`);
      const told = refusal && (rules.get(`${refusal.table}.${refusal.constraint}`) ?? [refusal.column ?? '']);
      const again = columns.flatMap(({ name }, at) => (told?.includes(name) ? [at] : []));
      if (again.length === 0 || attempt % mends === mends - 1) values = [];
      else for (const at of again) values[at] = await valueFor(client, columns[at] as Column, attempt);
    }
    if (made === 0) unfilled.push(table.name);
  }
  return unfilled;
}

/** @returns what the database said against the row, if it did */
async function insert(
  client: pg.ClientBase,
  table: Table,
  columns: readonly Column[],
  values: readonly unknown[],
): Promise<Refusal | null> {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const slots = columns.map((_, at) => `$${at + 1}`).join(', ');
  try {
    await client.query(
      columns.length === 0
        ? `insert into ${table.name} default values`
        : `insert into ${table.name} (${names}) values (${slots})`,
      [...values],
    );
    return null;
  } catch (error) {
    return error as Refusal;
  }
}

import { type Db, sql } from '../../../kernel/db/index.ts';

export type TableFacts = {
  /** `schema.table` */
  name: string;
  /** as the database itself counts: close to the true number */
  rows: number;
  columns: { name: string; type: string }[];
};

/** Every table there is, but those of the database and of the queue of jobs, by name. */
export async function tablesInDatabase(db: Db): Promise<TableFacts[]> {
  const { rows } = await sql<TableFacts>`
    select n.nspname || '.' || c.relname as name,
      greatest(coalesce((select sum(s.n_live_tup) from pg_stat_user_tables s
        where s.relid = c.oid or s.relid in (select i.inhrelid from pg_inherits i where i.inhparent = c.oid)), 0), 0)::bigint as rows,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'jobs', 'public')
    order by 1`.execute(db);
  return rows;
}

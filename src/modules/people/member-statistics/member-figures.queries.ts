import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Cell } from './hide-cells.ts';
import type { Figures } from './take-figures.ts';

async function cells(db: Db, query: ReturnType<typeof sql<Cell>>): Promise<Cell[]> {
  const { rows } = await query.execute(db);
  return rows;
}

/** Counts of everybody who is a member now, raw: never shown as they are. */
export async function countMembers(db: Db) {
  const [all, category, stratum, district, organisation, joined] = await Promise.all([
    cells(db, sql<Cell>`select 'all' as key, count(*)::int as count from people.membership where state <> 'ended'`),
    cells(
      db,
      sql<Cell>`select c as key, count(*)::int as count from people.membership m
        join people.register_entry e on e.account_id = m.account_id, unnest(e.categories) c
        where m.state <> 'ended' group by 1`,
    ),
    cells(
      db,
      sql<Cell>`select coalesce(e.stratum, '') as key, count(*)::int as count from people.membership m
        left join people.register_entry e on e.account_id = m.account_id where m.state <> 'ended' group by 1`,
    ),
    cells(
      db,
      sql<Cell>`select coalesce(d.code, '') as key, count(*)::int as count from people.membership m
        left join people.register_entry e on e.account_id = m.account_id
        left join people.district d on d.id = e.district_id where m.state <> 'ended' group by 1`,
    ),
    cells(
      db,
      sql<Cell>`select coalesce(o.kind, '') as key, count(*)::int as count from people.membership m
        left join people.register_entry e on e.account_id = m.account_id
        left join people.organisation o on o.id = e.organisation_id where m.state <> 'ended' group by 1`,
    ),
    // Whoever joined in a year, whether or not they left since: figures of past years do not change any more.
    cells(
      db,
      sql<Cell>`select extract(year from first)::int::text as key, count(*)::int as count
        from (select min(since) as first from people.membership group by account_id) f group by 1`,
    ),
  ]);
  return { total: all[0]?.count ?? 0, category, stratum, district, organisation, joined };
}

export type YearOfActivity = { year: string; trainings: number; each: number[] };

/** For each year: trainings held, and the hours of each person who took part in anything; raw, never shown as they are. */
export async function countActivity(db: Db, zone: string): Promise<YearOfActivity[]> {
  const { rows } = await sql<YearOfActivity>`
    with spent as (
      select extract(year from at at time zone ${zone})::int::text as year, account_id, coalesce(sum(hours), 0)::float8 as hours
      from people.activity group by 1, 2),
    held as (select extract(year from held_on)::int::text as year, count(*)::int as n from people.training group by 1)
    select coalesce(s.year, h.year) as year, coalesce(h.n, 0) as trainings, coalesce(s.each, '{}') as each
    from (select year, array_agg(hours) as each from spent group by 1) s full join held h on h.year = s.year
    order by 1 desc`.execute(db);
  return rows;
}

export type TakenFigures = { onDay: string; figures: Figures; takenAt: Date };

export async function figuresOn(db: Db, onDay: string | null): Promise<TakenFigures | undefined> {
  let query = db
    .selectFrom('people.member_figures')
    .select(['on_day as onDay', 'figures', 'taken_at as takenAt'])
    .orderBy('on_day', 'desc')
    .limit(1);
  if (onDay) query = query.where('on_day', '=', onDay);
  const row = await query.executeTakeFirst();
  return row && { ...row, figures: row.figures as unknown as Figures };
}

export async function daysTaken(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('people.member_figures')
    .select('on_day')
    .orderBy('on_day', 'desc')
    .limit(80)
    .execute();
  return rows.map((row) => row.on_day);
}

/** Once for a day, whoever comes first. @returns whether it was kept */
export async function keepFigures(tx: Tx, taken: TakenFigures): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('people.member_figures')
    .values({ on_day: taken.onDay, figures: JSON.stringify(taken.figures), taken_at: taken.takenAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) > 0;
}

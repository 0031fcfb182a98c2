import { type Db, sql } from '../../../kernel/db/index.ts';
import { type Figures, measures } from './figures.rules.ts';

export type FigureFilter = {
  from: string;
  until: string;
  departmentId?: string;
  districtId?: string;
  channel?: string;
  kind?: string;
};
export type Dimension = 'department' | 'district' | 'channel' | 'kind' | 'day' | 'month';

const columns: Record<Dimension, string> = {
  department: 'department_id::text',
  district: 'district_id::text',
  channel: 'channel',
  kind: 'kind',
  day: 'day::text',
  month: "to_char(day, 'YYYY-MM')",
};

const sums = sql.raw(measures.map((measure) => `coalesce(sum(${measure}), 0)::int as ${measure}`).join(', '));

function conditions(filter: FigureFilter) {
  const parts = [sql`day between ${filter.from}::date and ${filter.until}::date`];
  if (filter.departmentId) parts.push(sql`department_id = ${filter.departmentId}`);
  if (filter.districtId) parts.push(sql`district_id = ${filter.districtId}`);
  if (filter.channel) parts.push(sql`channel = ${filter.channel}`);
  if (filter.kind) parts.push(sql`kind = ${filter.kind}`);
  return sql.join(parts, sql` and `);
}

/** Sums over a period, both days included. */
export async function totalFigures(db: Db, filter: FigureFilter): Promise<Figures> {
  const { rows } = await sql<Figures>`select ${sums} from cases.day_figure where ${conditions(filter)}`.execute(db);
  return rows[0] as Figures;
}

/** Sums by one dimension; `key` is an id, a code, a day or a month, null where the case has none. */
export async function figuresBy(
  db: Db,
  filter: FigureFilter,
  dimension: Dimension,
): Promise<{ key: string | null; figures: Figures }[]> {
  const { rows } = await sql<Figures & { key: string | null }>`
    select ${sql.raw(columns[dimension])} as key, ${sums} from cases.day_figure where ${conditions(filter)} group by 1
    order by ${dimension === 'day' || dimension === 'month' ? sql`1` : sql`sum(received) desc, 1`}`.execute(db);
  return rows.map(({ key, ...figures }) => ({ key, figures }));
}

export type OpenRow = {
  number: string;
  round: number;
  opened_at: Date;
  kind: string;
  channel: string;
  state: string;
  category_id: string | null;
  district_id: string | null;
  department_id: string | null;
  imported: boolean;
  dispatched_at: Date | null;
  sign_due_at: Date | null;
  signed_at: Date | null;
  contact_due_at: Date | null;
  contacted_at: Date | null;
  due_at: Date | null;
  answered_at: Date | null;
  let_go: boolean;
  outcome: number | null;
  attitude: number | null;
  speed: number | null;
  solved: boolean | null;
  title: string;
};

/**
 * The facts of the rates, a page at a time in the order of time. A letter that is not public is there with its clocks,
 * because the rates count it, and without its number, title, district and category.
 */
export async function openRows(
  db: Db,
  filter: { from: Date; until: Date },
  after: { at: Date; id: string; round: number } | null,
  limit: number,
): Promise<(OpenRow & { case_id: string })[]> {
  const { rows } = await sql<OpenRow & { case_id: string }>`
    with f as (
      select f.*, (f.confidential or f.hidden or f.state in ('submitted', 'withdrawn')) as closed_up from cases.round_fact f
      where f.opened_at >= ${filter.from} and f.opened_at < ${filter.until}
        ${after ? sql`and (f.opened_at, f.case_id, f.round) > (${after.at}, ${after.id}::uuid, ${after.round})` : sql``}
      order by f.opened_at, f.case_id, f.round limit ${limit}
    )
    select f.case_id, case when closed_up then '' else f.number end as number, f.round, f.opened_at, f.kind, f.channel, f.state,
      case when closed_up then null else f.category_id end as category_id, case when closed_up then null else f.district_id end as district_id,
      f.department_id, f.imported, f.dispatched_at, f.sign_due_at, f.signed_at, f.contact_due_at, f.contacted_at, f.due_at, f.answered_at,
      f.let_go, f.outcome, f.attitude, f.speed, f.solved, case when closed_up then '' else (select title from cases.case c where c.id = f.case_id) end as title
    from f order by f.opened_at, f.case_id, f.round`.execute(db);
  return rows;
}

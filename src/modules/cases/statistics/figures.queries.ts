import { type Db, sql } from '../../../kernel/db/index.ts';
import { type Figures, measures, noFigures } from './figures.rules.ts';

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

/** Whether a question is about all letters, so that the sums of each day answer it. */
const isWhole = ({ from: _, until: _until, ...narrowed }: FigureFilter) => Object.keys(narrowed).length === 0;

/** Sums over a period, both days included. */
export async function totalFigures(db: Db, filter: FigureFilter): Promise<Figures> {
  const source = isWhole(filter) ? sql`cases.day_sum where part = 'all' and` : sql`cases.day_figure where`;
  const { rows } = await sql<Figures>`select ${sums} from ${source} ${conditions(filter)}`.execute(db);
  return rows[0] as Figures;
}

/** Sums by a dimension; `key` is an id, a code, a day or a month, null where the case has none. */
export type SumsBy = { key: string | null; figures: Figures }[];
type Row = Figures & { by_key: string | null; step_key: string | null; over_all: number };

/** The sums of a period, the same by a dimension (the largest first), and over time. One look at the figures gives all three. */
export async function figuresAtOnce(
  db: Db,
  filter: FigureFilter,
  by: Dimension,
  step: 'day' | 'month',
): Promise<{ total: Figures; by: SumsBy; overTime: SumsBy }> {
  if (isWhole(filter)) return sumsAtOnce(db, filter, by, step);
  // By months over months is one part and not two: PostgreSQL takes equal expressions for one.
  const same = by === step;
  const stepKey = sql.raw(same ? 'null::text' : columns[step]);
  const { rows } = await sql<Row>`
    with f as (select ${sql.raw(columns[by])} as by_key, ${stepKey} as step_key, ${sql.raw(measures.join(', '))}
      from cases.day_figure where ${conditions(filter)})
    select grouping(by_key) * 2 + grouping(step_key) as over_all, by_key, step_key, ${sums} from f
    group by grouping sets ((), (by_key), (step_key)) order by sum(received) desc, by_key`.execute(db);
  const part = (overAll: number, name: 'by_key' | 'step_key') =>
    rows.filter((row) => row.over_all === overAll).map((row) => ({ key: row[name], figures: figuresOf(row) }));
  const byRows = part(1, 'by_key');
  const [whole] = part(3, 'by_key');
  const overTime = inOrder(same ? byRows : part(2, 'step_key'));
  return {
    total: whole?.figures ?? noFigures,
    by: by === 'day' || by === 'month' ? inOrder(byRows) : byRows,
    overTime,
  };
}

/** The same from the sums of each day. */
async function sumsAtOnce(db: Db, filter: FigureFilter, by: Dimension, step: 'day' | 'month') {
  const inTime = by === 'day' || by === 'month';
  const read = async (part: string, key: string) => {
    const { rows } = await sql<Figures & { key: string | null }>`
      select ${sql.raw(key)} as key, ${sums} from cases.day_sum where part = ${part} and ${conditions(filter)}
      group by 1 order by sum(received) desc, 1`.execute(db);
    return rows.map(({ key: name, ...figures }) => ({ key: name, figures }));
  };
  const [total, overTime, byRows] = await Promise.all([
    totalFigures(db, filter),
    read('all', columns[step]),
    inTime ? read('all', columns[by]) : read(by, 'key'),
  ]);
  return { total, by: inTime ? inOrder(byRows) : byRows, overTime: inOrder(overTime) };
}

const inOrder = (rows: SumsBy): SumsBy => rows.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));

function figuresOf({ by_key: _by, step_key: _step, over_all: _all, ...figures }: Row): Figures {
  return figures;
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

import { type Db, sql } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import { type Idea, ideaColumns, ideaTables } from './idea.queries.ts';
import type { Order, Outcome, Stage } from './ideas.rules.ts';

export type IdeaFilter = {
  consultationId: string;
  tsquery?: string;
  stage?: Stage;
  /** promised by a day that is over; `today` by the city's calendar */
  overdue?: LocalDate;
  outcome?: Outcome;
  categoryId?: string;
  districtId?: string;
  /** offices whose ideas are meant; none given: everybody's */
  departmentIds?: readonly string[];
  handlerId?: string;
  /** hidden and merged ones too, at the desk */
  everyState?: boolean;
};

export type ListedIdea = Idea & { coverFileId: string | null; photos: number };

/** Where a page begins: after the idea with this value of the order, and this id. */
export type After = { value: string; id: string };

const listed = sql`${ideaColumns}, left(n.text, 160) as text,
  (select p.file_id from consultations.idea_photo p where p.contribution_id = n.id order by p.position limit 1) as "coverFileId",
  (select count(*)::int from consultations.idea_photo p where p.contribution_id = n.id) as photos`;

function where(filter: IdeaFilter) {
  const { tsquery = null, stage = null, overdue = null, outcome = null, categoryId = null, districtId = null } = filter;
  const { departmentIds = null, handlerId = null, everyState = false } = filter;
  return sql`n.consultation_id = ${filter.consultationId} and n.kind = 'idea'
    and (n.state = 'visible' or (${everyState}::boolean and n.state <> 'withdrawn'))
    and (${tsquery}::text is null or i.search @@ to_tsquery('simple', ${tsquery}))
    and (${stage}::text is null or i.stage = ${stage})
    and (${outcome}::text is null or i.outcome = ${outcome})
    and (${overdue}::date is null or (i.stage = 'examined' and i.answer_by < ${overdue}::date)
      or (i.stage = 'answered' and i.done_by < ${overdue}::date))
    and (${categoryId}::uuid is null or i.category_id = ${categoryId})
    and (${districtId}::uuid is null or i.district_id = ${districtId})
    and (${departmentIds}::uuid[] is null or i.department_id = any(${departmentIds}::uuid[]))
    and (${handlerId}::uuid is null or i.handler_id = ${handlerId})`;
}

/** The value by which an order sorts, as text that goes into an address. */
export function orderValue(order: Order, idea: Pick<Idea, 'number' | 'supports' | 'answeredAt'>): string {
  if (order === 'supports') return String(idea.supports);
  if (order === 'answered') return String(idea.answeredAt?.getTime() ?? 0);
  return String(idea.number);
}

const orderings = {
  newest: { by: sql`n.number`, of: (value: string) => sql`${Number(value)}::int` },
  supports: { by: sql`n.supports`, of: (value: string) => sql`${Number(value)}::int` },
  answered: {
    by: sql`coalesce(i.answered_at, 'epoch'::timestamptz)`,
    of: (value: string) => sql`${new Date(Number(value))}::timestamptz`,
  },
} as const;

/** Ideas of a call in one of the published orders, the same for everybody. */
export async function listIdeas(
  db: Db,
  filter: IdeaFilter,
  { order, after, limit }: { order: Order; after: After | null; limit: number },
): Promise<ListedIdea[]> {
  const { by, of } = orderings[order];
  const from = after ? sql`and (${by}, n.id) < (${of(after.value)}, ${after.id}::uuid)` : sql``;
  const { rows } = await sql<ListedIdea>`select ${listed} from ${ideaTables} where ${where(filter)} ${from}
    order by ${by} desc, n.id desc limit ${limit}`.execute(db);
  return rows;
}

export type IdeaFigures = {
  ideas: number;
  open: number;
  examined: number;
  answered: number;
  done: number;
  takenUp: number;
  partly: number;
  notTakenUp: number;
  overdue: number;
  merged: number;
  supports: number;
};

/** Counts of a call: what stands on the page, and how many were merged into others. */
export async function figuresOf(
  db: Db,
  consultationId: string,
  today: LocalDate,
  departmentIds: readonly string[] | null = null,
): Promise<IdeaFigures> {
  const { rows } = await sql<IdeaFigures>`
    select count(*) filter (where visible)::int as ideas,
      count(*) filter (where visible and stage = 'open')::int as open,
      count(*) filter (where visible and stage = 'examined')::int as examined,
      count(*) filter (where visible and stage = 'answered')::int as answered,
      count(*) filter (where visible and stage = 'done')::int as done,
      count(*) filter (where visible and outcome = 'taken_up')::int as "takenUp",
      count(*) filter (where visible and outcome = 'partly')::int as partly,
      count(*) filter (where visible and outcome = 'not_taken_up')::int as "notTakenUp",
      count(*) filter (where visible and ((stage = 'examined' and answer_by < ${today}::date)
        or (stage = 'answered' and done_by < ${today}::date)))::int as overdue,
      count(*) filter (where state = 'merged')::int as merged,
      coalesce(sum(supports) filter (where visible), 0)::int as supports
    from (select n.state, n.state = 'visible' as visible, n.supports, i.stage, i.outcome, i.answer_by, i.done_by
      from ${ideaTables} where n.consultation_id = ${consultationId} and n.kind = 'idea'
        and (${departmentIds}::uuid[] is null or i.department_id = any(${departmentIds}::uuid[]))) as each`.execute(db);
  return rows[0] as IdeaFigures;
}

/** Offices that were given ideas of a call. */
export async function officesOf(db: Db, consultationId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct department_id as id from consultations.idea
    where consultation_id = ${consultationId} and department_id is not null`.execute(db);
  return rows.map(({ id }) => id);
}

/** Every idea that was published, by number, a batch at a time: for exports and open data. */
export async function ideasByNumber(
  db: Db,
  consultationId: string,
  { after, limit, everyState }: { after: number; limit: number; everyState: boolean },
): Promise<Idea[]> {
  const { rows } = await sql<Idea>`select ${ideaColumns} from ${ideaTables}
    where n.consultation_id = ${consultationId} and n.kind = 'idea' and n.number > ${after}
      and (n.state = 'visible' or (${everyState}::boolean and n.state <> 'withdrawn'))
    order by n.number limit ${limit}`.execute(db);
  return rows;
}

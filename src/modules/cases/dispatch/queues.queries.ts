import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Channel, Kind } from '../cases.rules.ts';

/** Where a row stands in a queue: urgent first, then in the order of coming. */
export type QueueKey = { rank: number; at: Date; id: string };

export type QueueRow = QueueKey & {
  number: string;
  title: string;
  kind: Kind;
  channel: Channel;
  state: CaseState;
  urgent: boolean;
  district_id: string | null;
  lead_department_id: string | null;
  submitted_at: Date;
  accepted_at: Date | null;
  sign_due_at: Date | null;
  due_at: Date | null;
  replied_at: Date | null;
  reviewed_at: Date | null;
};

/** What a queue is made of. */
export type QueueSource =
  | { from: 'states'; states: readonly CaseState[] }
  | { from: 'extension' | 'ending' | 'supervised' | 'today'; since?: Date };

const columns = sql`c.id, c.number, c.title, c.kind, c.channel, c.state, c.urgent, c.district_id, c.lead_department_id,
  c.submitted_at, c.accepted_at, c.sign_due_at, c.due_at, c.replied_at, c.reviewed_at,
  case when c.urgent then 0 else 1 end as rank, c.submitted_at as at`;

type Page = { direction: 'on' | 'back'; key: QueueKey | null; inclusive: boolean; limit: number };

function beyond({ direction, key, inclusive }: Page) {
  if (!key) return sql`true`;
  const row = sql`(case when c.urgent then 0 else 1 end, c.submitted_at, c.id)`;
  const there = sql`(${key.rank}, ${key.at}, ${key.id}::uuid)`;
  if (direction === 'back') return sql`${row} < ${there}`;
  return inclusive ? sql`${row} >= ${there}` : sql`${row} > ${there}`;
}

function ordered(direction: Page['direction'], alias: 'c' | 'q') {
  if (alias === 'q') return direction === 'on' ? sql`order by rank, at, id` : sql`order by rank desc, at desc, id desc`;
  return direction === 'on'
    ? sql`order by case when c.urgent then 0 else 1 end, c.submitted_at, c.id`
    : sql`order by case when c.urgent then 0 else 1 end desc, c.submitted_at desc, c.id desc`;
}

/** Each state is read along its index, then the few rows are put in order. */
function ofStates(states: readonly CaseState[], page: Page) {
  const parts = states.map(
    (state) => sql`(select ${columns} from cases.case c where c.state = ${sql.lit(state)} and ${beyond(page)}
      ${ordered(page.direction, 'c')} limit ${page.limit})`,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) q ${ordered(page.direction, 'q')} limit ${page.limit}`;
}

function ofRequests(from: 'extension' | 'ending', page: Page) {
  const table = from === 'extension' ? sql`cases.extension` : sql`cases.ending`;
  return sql`select ${columns} from ${table} r join cases.case c on c.id = r.case_id
    where r.granted is null and ${beyond(page)} ${ordered(page.direction, 'c')} limit ${page.limit}`;
}

function sourceQuery(source: QueueSource, page: Page) {
  switch (source.from) {
    case 'states':
      return ofStates(source.states, page);
    case 'extension':
    case 'ending':
      return ofRequests(source.from, page);
    case 'supervised':
      return sql`select ${columns} from cases.case c where c.supervised and ${beyond(page)}
        ${ordered(page.direction, 'c')} limit ${page.limit}`;
    case 'today':
      return sql`select ${columns} from cases.case c
        where c.id in (select d.case_id from cases.dispatch d where d.at >= ${source.since ?? new Date(0)})
          and ${beyond(page)} ${ordered(page.direction, 'c')} limit ${page.limit}`;
  }
}

/** Rows of a queue from a key on, in the queue's order whichever way they were read. */
export async function queueRows(
  db: Db,
  source: QueueSource,
  { key = null, direction = 'on', inclusive = false, limit }: Partial<Page> & { limit: number },
): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`${sourceQuery(source, { key, direction, inclusive, limit })}`.execute(db);
  return direction === 'back' ? rows.reverse() : rows;
}

export type QueueCount = { n: number; urgent: boolean; oldest: Date | null };

/** How many are in a queue, counted up to `most`, whether an urgent one is among them, and since when the first waits. */
export async function queueCount(db: Db, source: QueueSource, most: number): Promise<QueueCount> {
  const page: Page = { direction: 'on', key: null, inclusive: false, limit: most };
  const { rows } = await sql<QueueCount>`
    select count(*)::int as n, coalesce(bool_or(urgent), false) as urgent, min(at) as oldest
    from (${sourceQuery(source, page)}) q`.execute(db);
  return rows[0] ?? { n: 0, urgent: false, oldest: null };
}

/** How many stand before a key, counted up to `most`. */
export async function countBefore(db: Db, source: QueueSource, key: QueueKey, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n
    from (${sourceQuery(source, { key, direction: 'back', inclusive: false, limit: most })}) q`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What came in and was sent out since the day began. */
export async function paceOfDay(db: Db, day: string, since: Date): Promise<{ received: number; dispatched: number }> {
  const { rows } = await sql<{ received: number; dispatched: number }>`
    select coalesce((select last from cases.number_series where day = ${day}), 0) as received,
      (select count(*)::int from cases.dispatch where at >= ${since}) as dispatched`.execute(db);
  return rows[0] ?? { received: 0, dispatched: 0 };
}

import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Channel, Kind } from '../cases.rules.ts';
import type { Scope } from './mine.ts';

/** What a queue of the desk is made of. `sign` and `due` come in the order of their dates, `done` and `found` newest first. */
export type QueueSource =
  | { from: 'sign' | 'working' | 'redo' | 'supervised' | 'review' | 'returned' | 'helping' }
  | { from: 'done'; since: Date }
  | { from: 'found'; tsquery: string | null; number: string | null };

export type DeskRow = {
  id: string;
  number: string;
  title: string;
  kind: Kind;
  channel: Channel;
  state: CaseState;
  urgent: boolean;
  supervised: boolean;
  round: number;
  district_id: string | null;
  lead_department_id: string | null;
  submitted_at: Date;
  accepted_at: Date | null;
  sign_due_at: Date | null;
  due_at: Date | null;
  replied_at: Date | null;
  reviewed_at: Date | null;
  /** by what the queue is ordered */
  at: Date;
};

/** Which part of a queue is read: from where a row stands in it, on or back. */
export type DeskPage = { key?: PageKey | null; direction?: 'on' | 'back'; inclusive?: boolean; limit: number };

const columns = sql`c.id, c.number, c.title, c.kind, c.channel, c.state, c.urgent, c.supervised, c.round, c.district_id,
  c.lead_department_id, c.submitted_at, c.accepted_at, c.sign_due_at, c.due_at, c.replied_at, c.reviewed_at`;
const never = sql`timestamptz '9999-01-01'`;

function inScope(scope: Scope) {
  return scope.city ? sql`true` : sql`c.lead_department_id = any(${[...scope.ids]}::uuid[])`;
}

/** Among one's own first, then the words: a common word is in far more letters than one department has. */
function foundIn({ number, tsquery }: { number: string | null; tsquery: string | null }, scope: Scope) {
  const words = number ? sql`c.number like ${`${number}%`}` : sql`c.search @@ to_tsquery('simple', ${tsquery})`;
  if (scope.city) return words;
  const ids = sql`any(${[...scope.ids]}::uuid[])`;
  return sql`c.id in (
    select c.id from cases.case c where c.lead_department_id = ${ids} and ${words}
    union all
    select c.id from cases.co_handler h join cases.case c on c.id = h.case_id where h.department_id = ${ids} and ${words})`;
}

/** The condition of a queue, by what it is ordered, and whether the newest come first. */
function partsOf(source: QueueSource, scope: Scope) {
  const due = sql`coalesce(c.due_at, ${never})`;
  const open = sql`c.state in ('return_requested', 'signed', 'in_progress', 'sent_back')`;
  const mine = inScope(scope);
  switch (source.from) {
    case 'sign':
      return {
        where: sql`c.state = 'dispatched' and ${mine}`,
        at: sql`coalesce(c.sign_due_at, ${never})`,
        down: false,
      };
    case 'working':
      return { where: sql`${open} and ${mine}`, at: due, down: false };
    case 'redo':
      return { where: sql`${open} and c.round > 1 and ${mine}`, at: due, down: false };
    case 'supervised':
      return {
        where: sql`c.supervised and (${open} or c.state in ('dispatched', 'replied')) and ${mine}`,
        at: due,
        down: false,
      };
    case 'review':
      return { where: sql`c.state = 'replied' and ${mine}`, at: due, down: false };
    case 'returned':
      return {
        where: sql`${open} and ${mine} and exists (select 1 from cases.reply r where r.case_id = c.id
          and r.department_id = c.lead_department_id and r.state = 'draft' and r.review_note <> '')`,
        at: due,
        down: false,
      };
    case 'helping':
      return {
        where: sql`c.id in (select h.case_id from cases.co_handler h where ${scope.city} or h.department_id = any(${[...scope.ids]}::uuid[]))
          and (${open} or c.state in ('dispatched', 'replied'))`,
        at: due,
        down: false,
      };
    case 'done':
      return { where: sql`c.reviewed_at > ${source.since} and ${mine}`, at: sql`c.reviewed_at`, down: true };
    case 'found':
      return { where: foundIn(source, scope), at: sql`c.submitted_at`, down: true };
  }
}

function select(
  source: QueueSource,
  scope: Scope,
  { key = null, direction = 'on', inclusive = false, limit }: DeskPage,
) {
  const { where, at, down } = partsOf(source, scope);
  const falls = down !== (direction === 'back');
  const compare = falls ? (inclusive ? sql`<=` : sql`<`) : inclusive ? sql`>=` : sql`>`;
  const beyond = key ? sql`and (${at}, c.id) ${compare} (${key.at}, ${key.id}::uuid)` : sql``;
  const order = falls ? sql`${at} desc, c.id desc` : sql`${at}, c.id`;
  return sql`select ${columns}, ${at} as at from cases.case c where ${where} ${beyond} order by ${order} limit ${limit}`;
}

/** Rows of a queue from a key on, in the queue's order whichever way they were read. */
export async function deskRows(db: Db, source: QueueSource, scope: Scope, page: DeskPage): Promise<DeskRow[]> {
  const { rows } = await sql<DeskRow>`${select(source, scope, page)}`.execute(db);
  return page.direction === 'back' ? rows.reverse() : rows;
}

/** Where a case would stand in a queue, whether or not it is in it. */
export async function keyIn(db: Db, source: QueueSource, scope: Scope, id: string): Promise<PageKey | null> {
  const { at } = partsOf(source, scope);
  const { rows } =
    await sql<PageKey>`select ${at} as at, c.id from cases.case c where c.id = ${id} and ${at} is not null`.execute(db);
  return rows[0] ?? null;
}

export type Counted = { name: string; n: number; soonest: Date | null };

/** How many are in each queue, each counted up to `most`, and which date comes first in it; one query for all. */
export async function deskCounts(
  db: Db,
  queues: readonly { name: string; source: QueueSource; scope: Scope }[],
  most: number,
): Promise<Counted[]> {
  if (queues.length === 0) return [];
  const parts = queues.map(({ name, source, scope }) => {
    const { where, at } = partsOf(source, scope);
    return sql`(select ${name}::text as name, count(*)::int as n, min(q.at) as soonest
      from (select ${at} as at from cases.case c where ${where} order by 1 limit ${most}) q)`;
  });
  const { rows } = await sql<Counted>`${sql.join(parts, sql` union all `)}`.execute(db);
  return rows;
}

/** Promises of these departments that are not kept yet, counted up to `most`. */
export async function countPromises(
  db: Db,
  scope: Scope,
  most: number,
): Promise<{ n: number; soonest: string | null }> {
  const { rows } = await sql<{ n: number; soonest: string | null }>`
    select count(*)::int as n, min(q.due_on)::text as soonest from (
      select p.due_on from cases.promise p
      where p.state in ('open', 'broken') and (${scope.city} or p.department_id = any(${[...scope.ids]}::uuid[]))
      order by p.due_on limit ${most}) q`.execute(db);
  return rows[0] ?? { n: 0, soonest: null };
}

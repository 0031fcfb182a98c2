import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { Scope } from '../scope.ts';
import type { Matter } from './matter.queries.ts';
import { type MatterState, openStates } from './matters.rules.ts';

export type MatterFilter = {
  /** open: not over, the most urgent first; over: closed or dropped, the newest first; or one state */
  state: 'open' | 'over' | MatterState;
  departmentId?: string | undefined;
  /** only those of which somebody is the owner */
  ownerId?: string | undefined;
  /** over their due day */
  lateAt?: Date | undefined;
};

export const isOverFilter = (state: MatterFilter['state']): boolean =>
  state === 'over' || state === 'closed' || state === 'dropped';

function inScope({ all, accountId, departmentIds }: Scope) {
  if (all) return sql<boolean>`true`;
  const departments = sql`${[...departmentIds]}::uuid[]`;
  return sql<boolean>`(m.owner_id = ${accountId}::uuid or m.department_id = any(${departments}) or exists (
    select from liaison.named_contact c where c.member_id = m.member_id and c.until is null
      and (c.contact_id = ${accountId}::uuid or c.department_id = any(${departments}))))`;
}

/** A page of the matters that somebody may read, after the given one. */
export async function listMatters(
  db: Db,
  scope: Scope,
  filter: MatterFilter,
  after: PageKey | null,
  limit: number,
): Promise<Matter[]> {
  const over = isOverFilter(filter.state);
  const states =
    filter.state === 'open' ? [...openStates] : filter.state === 'over' ? ['closed', 'dropped'] : [filter.state];
  let query = db
    .selectFrom('liaison.matter as m')
    .selectAll()
    .where('m.state', 'in', states)
    .where(inScope(scope))
    .orderBy(over ? 'm.opened_at' : 'm.due_at', over ? 'desc' : 'asc')
    .orderBy('m.id', over ? 'desc' : 'asc')
    .limit(limit);
  if (filter.departmentId) query = query.where('m.department_id', '=', filter.departmentId);
  if (filter.ownerId) query = query.where('m.owner_id', '=', filter.ownerId);
  if (filter.lateAt)
    query = query.where('m.due_at', '<', filter.lateAt).where('m.state', 'in', ['open', 'in_progress']);
  if (after)
    query = query.where(
      over
        ? sql<boolean>`(m.opened_at, m.id) < (${after.at}, ${after.id}::uuid)`
        : sql<boolean>`(m.due_at, m.id) > (${after.at}, ${after.id}::uuid)`,
    );
  return (await query.execute()) as Matter[];
}

/** How many matters of each member are not over, and how many of those are over their day. */
export async function openMatterCounts(
  db: Db,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, { open: number; late: number }>> {
  if (memberIds.length === 0) return new Map();
  const { rows } = await sql<{ member_id: string; open: number; late: number }>`
    select member_id, count(*)::int as open,
      (count(*) filter (where due_at < ${now} and state in ('open', 'in_progress')))::int as late
    from liaison.matter where member_id = any(${[...memberIds]}::uuid[]) and state in ('open', 'in_progress', 'answered')
    group by member_id`.execute(db);
  return new Map(rows.map(({ member_id, open, late }) => [member_id, { open, late }]));
}

/** Matters by entry, for links beside the entries. */
export async function mattersOfEntries(db: Db, entryIds: readonly string[]): Promise<Map<string, string>> {
  if (entryIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('liaison.matter')
    .select(['entry_id', 'number'])
    .where('entry_id', 'in', [...entryIds])
    .execute();
  return new Map(rows.map(({ entry_id, number }) => [entry_id ?? '', number]));
}

/** Stars of the last round of each matter. */
export async function lastRatings(
  db: Db,
  matterIds: readonly string[],
): Promise<Map<string, { solved: boolean; outcome: number; attitude: number; speed: number }>> {
  if (matterIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('liaison.matter_rating')
    .select(['matter_id', 'solved', 'outcome', 'attitude', 'speed'])
    .where('matter_id', 'in', [...matterIds])
    .orderBy('round')
    .execute();
  return new Map(rows.map(({ matter_id, ...rating }) => [matter_id, rating]));
}

import { type Db, isDuplicate, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Part, PersonState, Purpose, TeamState } from './teams.rules.ts';
import { fewestForTotals } from './teams.rules.ts';

export type Team = {
  id: string;
  slug: string;
  name: string;
  sortKey: string;
  purpose: Purpose;
  about: string;
  state: TeamState;
  departmentId: string | null;
  proposedBy: string | null;
  proposedAt: Date;
  decidedAt: Date | null;
  decisionReason: string;
  closedAt: Date | null;
  closeReason: string;
};

const columns = [
  'id',
  'slug',
  'name',
  'sort_key as sortKey',
  'purpose',
  'about',
  'state',
  'department_id as departmentId',
  'proposed_by as proposedBy',
  'proposed_at as proposedAt',
  'decided_at as decidedAt',
  'decision_reason as decisionReason',
  'closed_at as closedAt',
  'close_reason as closeReason',
] as const;

export async function findTeam(db: Db, slug: string): Promise<Team | undefined> {
  const row = await db.selectFrom('people.team').select(columns).where('slug', '=', slug).executeTakeFirst();
  return row as Team | undefined;
}

/** @param strength `update` where who belongs to it or its state changes, so that one such thing happens at a time */
export async function lockTeam(tx: Tx, slug: string, strength: 'update' | 'share'): Promise<Team | undefined> {
  const query = tx.selectFrom('people.team').select(columns).where('slug', '=', slug);
  const row = await (strength === 'update' ? query.forUpdate() : query.forShare()).executeTakeFirst();
  return row as Team | undefined;
}

/** A free slug for a name; held until the transaction ends. */
export async function freeSlug(tx: Tx, base: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('people.team_slug'))`.execute(tx);
  const rows = await tx.selectFrom('people.team').select('slug').where('slug', 'like', `${base}%`).execute();
  const taken = new Set(rows.map(({ slug }) => slug));
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
}

/** @throws AppError kernel.invalid where a team that stands has the name */
async function orNameTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isDuplicate(error, 'team_name_idx')) failFields({ name: { key: 'people.teams.field.name_taken' } });
    throw error;
  }
}

export async function insertTeam(
  tx: Tx,
  team: Pick<Team, 'slug' | 'name' | 'sortKey' | 'purpose' | 'about' | 'departmentId' | 'proposedBy'> & { at: Date },
): Promise<string> {
  const id = newId();
  await orNameTaken(
    tx
      .insertInto('people.team')
      .values({
        id,
        slug: team.slug,
        name: team.name,
        sort_key: team.sortKey,
        purpose: team.purpose,
        about: team.about,
        state: 'proposed',
        department_id: team.departmentId,
        proposed_by: team.proposedBy,
        proposed_at: team.at,
      })
      .execute(),
  );
  return id;
}

export async function changeTeam(
  tx: Tx,
  id: string,
  team: Pick<Team, 'name' | 'sortKey' | 'purpose' | 'about'>,
): Promise<void> {
  const { sortKey, ...rest } = team;
  await orNameTaken(
    tx
      .updateTable('people.team')
      .set({ ...rest, sort_key: sortKey })
      .where('id', '=', id)
      .execute(),
  );
}

export async function decideTeam(
  tx: Tx,
  id: string,
  decision: { state: 'active' | 'declined'; by: string | null; reason: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.team')
    .set({
      state: decision.state,
      decided_by: decision.by,
      decided_at: decision.at,
      decision_reason: decision.reason,
    })
    .where('id', '=', id)
    .execute();
}

export async function setTeamState(tx: Tx, id: string, state: 'active' | 'vacant'): Promise<void> {
  await tx.updateTable('people.team').set({ state }).where('id', '=', id).execute();
}

/** Closes a team: who is in it leaves it, and its open tasks are off. @returns accounts that belonged to it */
export async function closeTeamRows(tx: Tx, id: string, reason: string, at: Date): Promise<string[]> {
  await tx
    .updateTable('people.team')
    .set({ state: 'closed', closed_at: at, close_reason: reason })
    .where('id', '=', id)
    .execute();
  await tx
    .updateTable('people.team_task')
    .set({ state: 'cancelled' })
    .where('team_id', '=', id)
    .where('state', '=', 'open')
    .execute();
  const ended = await tx
    .updateTable('people.team_person')
    .set({ state: 'ended', until: at, lead_offered_at: null })
    .where('team_id', '=', id)
    .where('until', 'is', null)
    .returning('account_id')
    .execute();
  return ended.map(({ account_id }) => account_id);
}

export type ListedTeam = {
  id: string;
  slug: string;
  name: string;
  sortKey: string;
  purpose: Purpose;
  about: string;
  people: number;
};

/** Teams that work, in the order of the pinyin of their name. */
export async function listTeams(
  db: Db,
  purpose: Purpose | null,
  after: { sortKey: string; slug: string } | null,
  limit: number,
): Promise<ListedTeam[]> {
  const { rows } = await sql<ListedTeam>`
    select t.id, t.slug, t.name, t.sort_key as "sortKey", t.purpose, left(t.about, 200) as about,
      (select count(*)::int from people.team_person p where p.team_id = t.id and p.state = 'held') as people
    from people.team t where t.state = 'active'
      ${purpose ? sql`and t.purpose = ${purpose}` : sql``}
      ${after ? sql`and (t.sort_key, t.slug) > (${after.sortKey}, ${after.slug})` : sql``}
    order by t.sort_key, t.slug limit ${limit}`.execute(db);
  return rows;
}

export type TeamFigures = {
  people: number;
  /** minutes of confirmed hours; null: too few people for telling them */
  minutes: number | null;
  /** display name of the leader, where they agreed to be named */
  leader: string | null;
};

export async function teamFigures(db: Db, teamId: string): Promise<TeamFigures> {
  const { rows } = await sql<{ people: number; claimants: number; minutes: number; leader: string | null }>`
    select (select count(*)::int from people.team_person where team_id = ${teamId} and state = 'held') as people,
      count(distinct h.account_id)::int as claimants, coalesce(sum(h.minutes), 0)::int as minutes,
      (select coalesce(nullif(a.display_name, ''), a.name) from people.team_person p join people.account a on a.id = p.account_id
        where p.team_id = ${teamId} and p.part = 'leader' and p.state = 'held' and p.shown) as leader
    from people.team_hours h where h.team_id = ${teamId} and h.state = 'confirmed'`.execute(db);
  const row = rows[0] ?? { people: 0, claimants: 0, minutes: 0, leader: null };
  const enough = row.people >= fewestForTotals && row.claimants >= fewestForTotals;
  return { people: row.people, minutes: enough ? row.minutes : null, leader: row.leader };
}

/** Teams that wait for the secretariat: proposed ones, and those without a leader. */
export async function waitingTeams(db: Db): Promise<Team[]> {
  const rows = await db
    .selectFrom('people.team')
    .select(columns)
    .where('state', 'in', ['proposed', 'vacant'])
    .orderBy('proposed_at')
    .limit(200)
    .execute();
  return rows as Team[];
}

export type MyTeam = {
  slug: string;
  name: string;
  purpose: Purpose;
  teamState: TeamState;
  decisionReason: string;
  part: Part | null;
  state: PersonState | null;
  leadOffered: boolean;
};

/** Teams that somebody belongs to, asks to join or is asked into, and those they proposed. */
export async function teamsOf(db: Db, accountId: string): Promise<MyTeam[]> {
  const { rows } = await sql<MyTeam>`
    select t.slug, t.name, t.purpose, t.state as "teamState", t.decision_reason as "decisionReason", p.part, p.state,
      coalesce(p.lead_offered_at is not null, false) as "leadOffered"
    from people.team t
    left join people.team_person p on p.team_id = t.id and p.account_id = ${accountId} and p.until is null
    where p.id is not null or (t.proposed_by = ${accountId} and t.state in ('proposed', 'declined'))
    order by t.sort_key, t.slug limit 200`.execute(db);
  return rows;
}

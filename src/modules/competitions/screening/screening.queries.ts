import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { EntryState, EntryWay } from '../competitions.rules.ts';
import type { Decision, Ground } from './screening.rules.ts';

/** An entry as screeners see it in the list. */
export type ScreenedEntry = {
  id: string;
  number: number;
  categoryId: string;
  way: EntryWay;
  title: string;
  byLine: string;
  state: EntryState;
  late: boolean;
  submittedAt: Date;
  mendUntil: Date | null;
  mendedAt: Date | null;
  accountId: string | null;
  organisationId: string | null;
  version: number;
};

const listed = sql`e.id, e.number, e.category_id as "categoryId", e.way, e.title, e.by_line as "byLine", e.state, e.late,
  e.submitted_at as "submittedAt", e.mend_until as "mendUntil", e.mended_at as "mendedAt", e.account_id as "accountId",
  e.organisation_id as "organisationId", e.version`;

export type ScreeningFilter = {
  state?: Exclude<EntryState, 'draft'> | undefined;
  categoryId?: string | undefined;
  late?: boolean | undefined;
};

/** Entries that were handed in, by number; a page of the desk. */
export async function screenedEntries(
  db: Db,
  competitionId: string,
  filter: ScreeningFilter,
  after: number,
  limit: number,
): Promise<ScreenedEntry[]> {
  const { rows } = await sql<ScreenedEntry>`select ${listed} from competitions.entry e
    where e.competition_id = ${competitionId} and e.number > ${after} and e.state <> 'draft'
      and (${filter.state ?? null}::text is null or e.state = ${filter.state ?? null})
      and (${filter.categoryId ?? null}::uuid is null or e.category_id = ${filter.categoryId ?? null}::uuid)
      and (${filter.late ?? null}::boolean is null or e.late = ${filter.late ?? null})
    order by e.number limit ${limit}`.execute(db);
  return rows;
}

/** How many entries stand in each state, and of each category how many wait. */
export async function countScreened(
  db: Db,
  competitionId: string,
): Promise<{ state: EntryState; categoryId: string; count: number }[]> {
  const { rows } = await sql<{ state: EntryState; categoryId: string; count: number }>`
    select state, category_id as "categoryId", count(*)::int as count from competitions.entry
    where competition_id = ${competitionId} and number is not null group by state, category_id`.execute(db);
  return rows;
}

export type EntryRecord = ScreenedEntry & { competitionId: string; summary: string; body: string; mendNote: string };

export async function entryRecord(db: Db, competitionId: string, number: number): Promise<EntryRecord | undefined> {
  const { rows } = await sql<EntryRecord>`select ${listed}, e.competition_id as "competitionId", e.summary, e.body,
      e.mend_note as "mendNote"
    from competitions.entry e where e.competition_id = ${competitionId} and e.number = ${number} and e.state <> 'draft'`.execute(
    db,
  );
  return rows[0];
}

export async function entryById(db: Db, id: string): Promise<ScreenedEntry | undefined> {
  const { rows } = await sql<ScreenedEntry>`select ${listed} from competitions.entry e
    where e.id = ${id} and e.number is not null`.execute(db);
  return rows[0];
}

/** The entry, held until the end of the transaction. */
export async function lockEntry(tx: Tx, competitionId: string, id: string): Promise<EntryRecord | undefined> {
  const { rows } = await sql<EntryRecord>`select ${listed}, e.competition_id as "competitionId", e.summary, e.body,
      e.mend_note as "mendNote"
    from competitions.entry e where e.competition_id = ${competitionId} and e.id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function isInTeam(db: Db, entryId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql`select from competitions.entry_member
    where entry_id = ${entryId} and account_id = ${accountId}`.execute(db);
  return rows.length > 0;
}

/** @returns false where it stands in another state by now */
export async function moveEntry(
  tx: Tx,
  id: string,
  from: EntryState,
  to: EntryState,
  at: Date,
  mend: { note: string; until: Date } | null = null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update competitions.entry set state = ${to}, updated_at = ${at},
      version = version + 1, mend_note = coalesce(${mend?.note ?? null}, mend_note),
      mend_until = coalesce(${mend?.until ?? null}, mend_until)
    where id = ${id} and state = ${from}`.execute(tx);
  return numAffectedRows === 1n;
}

export type DecisionRow = {
  entryId: string;
  round: 1 | 2;
  decision: Decision;
  ground: Ground | null;
  words: string;
  byId: string | null;
  at: Date;
};

/** The unique key refuses a second decision of the same round. */
export async function insertDecision(tx: Tx, competitionId: string, row: DecisionRow): Promise<void> {
  await sql`insert into competitions.screening_decision (id, competition_id, entry_id, round, decision, ground, words, by_id, at)
    values (${newId()}, ${competitionId}, ${row.entryId}, ${row.round}, ${row.decision}, ${row.ground}, ${row.words},
      ${row.byId}, ${row.at})`.execute(tx);
}

/** What was decided on an entry, oldest first. */
export async function decisionsOf(db: Db, entryId: string): Promise<DecisionRow[]> {
  const { rows } =
    await sql<DecisionRow>`select entry_id as "entryId", round, decision, ground, words, by_id as "byId", at
    from competitions.screening_decision where entry_id = ${entryId} order by round`.execute(db);
  return rows;
}

/** The last decision of each entry of a competition. */
export async function lastDecisions(db: Db, entryIds: readonly string[]): Promise<Map<string, DecisionRow>> {
  const { rows } =
    await sql<DecisionRow>`select distinct on (entry_id) entry_id as "entryId", round, decision, ground, words,
      by_id as "byId", at
    from competitions.screening_decision where entry_id = any(${entryIds}::uuid[]) order by entry_id, round desc`.execute(
      db,
    );
  return new Map(rows.map((row) => [row.entryId, row]));
}

/** Entries whose days to mend are over, of competitions that are open. */
export async function mendingBefore(db: Db, at: Date, limit: number): Promise<{ id: string; competitionId: string }[]> {
  const { rows } = await sql<{ id: string; competitionId: string }>`
    select e.id, e.competition_id as "competitionId" from competitions.entry e
    join competitions.competition c on c.id = e.competition_id and c.state = 'open'
    where e.state = 'mend' and e.mend_until < ${at} order by e.mend_until limit ${limit}`.execute(db);
  return rows;
}

/** Screening stages that are over by the clock and not closed, of competitions that are open. */
export async function screeningsToClose(db: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ competitionId: string }>`select s.competition_id as "competitionId"
    from competitions.stage s join competitions.competition c on c.id = s.competition_id and c.state = 'open'
    where s.kind = 'screening' and s.closed_at is null and s.ends_at <= ${at}
      and not exists (select from competitions.entry e where e.competition_id = s.competition_id
        and e.state in ('submitted', 'mend'))`.execute(db);
  return rows.map(({ competitionId }) => competitionId);
}

/** How many entries were accepted and how many rejected, by ground; for everybody. */
export async function screeningFigures(
  db: Db,
  competitionId: string,
): Promise<{ handedIn: number; accepted: number; rejected: { ground: Ground; count: number }[] }> {
  const { rows } = await sql<{ handedIn: number; accepted: number }>`
    select count(*)::int as "handedIn",
      count(*) filter (where state in ('accepted', 'disqualified'))::int as accepted
    from competitions.entry where competition_id = ${competitionId} and number is not null and state <> 'withdrawn'`.execute(
    db,
  );
  const rejected = await sql<{ ground: Ground; count: number }>`
    select d.ground, count(*)::int as count from competitions.entry e
    join lateral (select ground from competitions.screening_decision d where d.entry_id = e.id order by round desc limit 1) d
      on true
    where e.competition_id = ${competitionId} and e.state = 'rejected' and d.ground is not null
    group by d.ground order by d.ground`.execute(db);
  return { handedIn: rows[0]?.handedIn ?? 0, accepted: rows[0]?.accepted ?? 0, rejected: rejected.rows };
}

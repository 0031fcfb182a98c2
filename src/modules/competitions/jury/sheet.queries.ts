import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { EntryState } from '../competitions.rules.ts';
import type { Points, SheetOutcome, SheetState } from './jury.rules.ts';

export type Sheet = {
  id: string;
  stageId: string;
  jurorId: string;
  entryId: string;
  state: SheetState;
  total: number | null;
  comment: string;
  version: number;
  updatedAt: Date;
  handedInAt: Date | null;
  outcome: SheetOutcome | null;
  points: Points;
};

const columns = sql`h.id, h.stage_id as "stageId", h.juror_id as "jurorId", h.entry_id as "entryId", h.state,
  h.total::float8 as total, h.comment, h.version, h.updated_at as "updatedAt", h.handed_in_at as "handedInAt", h.outcome,
  coalesce((select jsonb_object_agg(p.criterion, p.points) from competitions.sheet_point p where p.sheet_id = h.id),
    '{}'::jsonb) as points`;

/** Sheets of a stage, or of one juror or one entry in it. */
export async function sheetsOf(
  db: Db,
  stageId: string,
  { jurorId = null, entryId = null }: { jurorId?: string | null; entryId?: string | null } = {},
): Promise<Sheet[]> {
  const { rows } = await sql<Sheet>`select ${columns} from competitions.sheet h
    where h.stage_id = ${stageId} and (${jurorId}::uuid is null or h.juror_id = ${jurorId}::uuid)
      and (${entryId}::uuid is null or h.entry_id = ${entryId}::uuid)
    order by h.entry_id, h.juror_id`.execute(db);
  return rows;
}

/** One juror's sheets of a competition's stages that were not closed and whose entry is one of these, or of this category. */
export async function sheetsTouched(
  tx: Tx,
  competitionId: string,
  { jurorId, entryId, categoryId }: { jurorId: string; entryId: string | null; categoryId: string | null },
): Promise<Sheet[]> {
  const { rows } = await sql<Sheet>`select ${columns} from competitions.sheet h
      join competitions.stage s on s.id = h.stage_id and s.closed_at is null
      join competitions.entry e on e.id = h.entry_id
    where h.competition_id = ${competitionId} and h.juror_id = ${jurorId} and h.state <> 'void'
      and (e.id = ${entryId}::uuid or e.category_id = ${categoryId}::uuid)
    for update of h`.execute(tx);
  return rows;
}

/** What is known of a juror and an entry before a sheet is written. */
export type Seat = {
  number: number;
  state: EntryState;
  categoryId: string;
  assigned: boolean;
  /** the chair goes on without this sheet */
  ended: boolean;
  /** or it is their own, even where that came about after it was given to them */
  recused: boolean;
};

export async function seatsOf(
  db: Db,
  given: { competitionId: string; stageId: string; jurorId: string; entryIds: readonly string[] },
): Promise<Map<string, Seat>> {
  const { rows } = await sql<Seat & { id: string }>`
    select e.id, e.number, e.state, e.category_id as "categoryId", coalesce(a.ended_at is null and a.juror_id is not null,
      false) as assigned, coalesce(a.end_reason = 'struck', false) as ended,
      exists (select from competitions.recusal r where r.competition_id = e.competition_id
        and r.juror_id = ${given.jurorId} and (r.entry_id = e.id or r.category_id = e.category_id))
      or e.account_id is not distinct from ${given.jurorId}::uuid
      or exists (select from competitions.entry_member m where m.entry_id = e.id and m.account_id = ${given.jurorId})
        as recused
    from competitions.entry e
      left join competitions.assignment a on a.stage_id = ${given.stageId} and a.juror_id = ${given.jurorId}
        and a.entry_id = e.id
    where e.competition_id = ${given.competitionId} and e.id = any(${given.entryIds as string[]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...seat }) => [id, seat]));
}

/** The sheet, begun where there was none, locked until the end of the transaction. */
export async function lockSheet(
  tx: Tx,
  given: { competitionId: string; stageId: string; jurorId: string; entryId: string; at: Date },
): Promise<Sheet> {
  await sql`insert into competitions.sheet (id, competition_id, stage_id, juror_id, entry_id, version, started_at,
      updated_at)
    values (${newId()}, ${given.competitionId}, ${given.stageId}, ${given.jurorId}, ${given.entryId}, 0, ${given.at},
      ${given.at}) on conflict (stage_id, juror_id, entry_id) do nothing`.execute(tx);
  const { rows } = await sql<Sheet>`select ${columns} from competitions.sheet h where h.stage_id = ${given.stageId}
    and h.juror_id = ${given.jurorId} and h.entry_id = ${given.entryId} for update of h`.execute(tx);
  const [sheet] = rows;
  if (!sheet) throw new Error('the sheet was not written');
  return sheet;
}

/** Locks the sheet where there is one. */
export async function findAndLockSheet(
  tx: Tx,
  given: { stageId: string; jurorId: string; entryId: string },
): Promise<Sheet | undefined> {
  const { rows } = await sql<Sheet>`select ${columns} from competitions.sheet h where h.stage_id = ${given.stageId}
    and h.juror_id = ${given.jurorId} and h.entry_id = ${given.entryId} for update of h`.execute(tx);
  return rows[0];
}

/** Writes a sheet as it is now, with its points. @returns its version */
export async function writeSheet(
  tx: Tx,
  sheet: Pick<Sheet, 'id' | 'state' | 'total' | 'comment' | 'handedInAt' | 'points'>,
  at: Date,
): Promise<number> {
  const points = Object.entries(sheet.points).map(([criterion, given]) => ({ criterion, points: given }));
  await sql`delete from competitions.sheet_point where sheet_id = ${sheet.id}
    and not criterion = any(${points.map(({ criterion }) => criterion)}::text[])`.execute(tx);
  await sql`insert into competitions.sheet_point (sheet_id, criterion, points)
    select ${sheet.id}, p.criterion, p.points
    from jsonb_to_recordset(${JSON.stringify(points)}::jsonb) as p(criterion text, points numeric)
    on conflict (sheet_id, criterion) do update set points = excluded.points`.execute(tx);
  const { rows } = await sql<{ version: number }>`update competitions.sheet set state = ${sheet.state},
      total = ${sheet.total}, comment = ${sheet.comment}, handed_in_at = ${sheet.handedInAt}, updated_at = ${at},
      version = version + 1
    where id = ${sheet.id} returning version`.execute(tx);
  return rows[0]?.version ?? 0;
}

export async function setSheetState(tx: Tx, id: string, state: SheetState, at: Date): Promise<void> {
  await sql`update competitions.sheet set state = ${state}, updated_at = ${at}, version = version + 1
    where id = ${id}`.execute(tx);
}

export type SheetAct = 'draft' | 'hand_in' | 'change' | 'reopen' | 'void';

export async function insertSheetChange(
  tx: Tx,
  at: Date,
  change: {
    sheetId: string;
    byId: string | null;
    act: SheetAct;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
    reason?: string;
  },
): Promise<void> {
  await sql`insert into competitions.sheet_change (id, sheet_id, at, by_id, act, before, after, reason)
    values (${newId()}, ${change.sheetId}, ${at}, ${change.byId}, ${change.act},
      ${JSON.stringify(change.before ?? {})}::jsonb, ${JSON.stringify(change.after ?? {})}::jsonb,
      ${change.reason ?? ''})`.execute(tx);
}

/** Sheets as they counted when the stage was closed. */
export async function writeOutcomes(
  tx: Tx,
  outcomes: readonly { id: string; outcome: SheetOutcome; total: number | null }[],
): Promise<void> {
  await sql`update competitions.sheet h set outcome = o.outcome, total = coalesce(o.total, h.total)
    from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as o(id uuid, outcome text, total numeric)
    where h.id = o.id`.execute(tx);
}

/** Keeps a competition from being acted on, its closing too, while sheets are written; jurors do not wait for each other. */
export async function holdCompetition(tx: Tx, competitionId: string): Promise<void> {
  await sql`select from competitions.competition where id = ${competitionId} for share`.execute(tx);
}

/** Whom the chair asked at a moment to look at an entry again, and why. */
export async function reopenedAt(
  db: Db,
  stageId: string,
  entryId: string,
  at: Date,
): Promise<{ jurorId: string; number: number; reason: string } | undefined> {
  const { rows } = await sql<{ jurorId: string; number: number; reason: string }>`
    select h.juror_id as "jurorId", e.number, c.reason
    from competitions.sheet h join competitions.entry e on e.id = h.entry_id
      join competitions.sheet_change c on c.sheet_id = h.id and c.act = 'reopen' and c.at = ${at}
    where h.stage_id = ${stageId} and h.entry_id = ${entryId}`.execute(db);
  return rows[0];
}

export type SheetChange = {
  id: string;
  number: number;
  jurorId: string;
  byId: string | null;
  at: Date;
  act: SheetAct;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  reason: string;
};

/**
 * Changes of the sheets of a stage, the newest first; drafts only of sheets of `draftsOf`.
 * @param given.after id of the last one that was shown
 */
export async function sheetChanges(
  db: Db,
  stageId: string,
  given: {
    jurorId?: string | null;
    entryId?: string | null;
    drafts?: boolean;
    after?: string | null;
    limit: number;
  },
): Promise<SheetChange[]> {
  const { jurorId = null, entryId = null, drafts = false, after = null, limit } = given;
  const { rows } = await sql<SheetChange>`
    select c.id, e.number, h.juror_id as "jurorId", c.by_id as "byId", c.at, c.act, c.before, c.after, c.reason
    from competitions.sheet_change c join competitions.sheet h on h.id = c.sheet_id
      join competitions.entry e on e.id = h.entry_id
    where h.stage_id = ${stageId} and (${drafts} or c.act <> 'draft')
      and (${jurorId}::uuid is null or h.juror_id = ${jurorId}::uuid)
      and (${entryId}::uuid is null or h.entry_id = ${entryId}::uuid)
      and (${after}::uuid is null or c.id < ${after}::uuid)
    order by c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Whether somebody has handed in one of these. */
export async function hasHandedIn(
  db: Db,
  stageId: string,
  jurorId: string | null,
  sheets: readonly { entryId: string }[],
): Promise<boolean> {
  const { rows } = await sql`select from competitions.sheet where stage_id = ${stageId} and juror_id = ${jurorId}
    and state = 'handed_in' and entry_id = any(${sheets.map(({ entryId }) => entryId)}::uuid[]) limit 1`.execute(db);
  return rows.length > 0;
}

import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type TieDecisionRow = {
  id: string;
  categoryId: string;
  total: number;
  entryIds: string[];
  reason: string;
  byId: string;
  at: Date;
};

/** What the chair decided among equals, the oldest first. */
export async function tieDecisionsOf(db: Db, stageId: string): Promise<TieDecisionRow[]> {
  const { rows } = await sql<TieDecisionRow>`
    select id, category_id as "categoryId", total::float8 as total, entry_ids as "entryIds", reason, by_id as "byId", at
    from competitions.tie_decision where stage_id = ${stageId} order by at, id`.execute(db);
  return rows;
}

export async function insertTieDecision(
  tx: Tx,
  given: Omit<TieDecisionRow, 'id'> & { competitionId: string; stageId: string },
): Promise<void> {
  await sql`insert into competitions.tie_decision (id, competition_id, stage_id, category_id, total, entry_ids, reason,
      by_id, at)
    values (${newId()}, ${given.competitionId}, ${given.stageId}, ${given.categoryId}, ${given.total},
      ${given.entryIds as string[]}::uuid[], ${given.reason}, ${given.byId}, ${given.at})`.execute(tx);
}

export type Closing = {
  byId: string;
  at: Date;
  entries: number;
  sheets: number;
  /** SHA-256 of all sheets as they counted, hexadecimal */
  digest: string;
  remark: string;
};

export async function closingOf(db: Db, stageId: string): Promise<Closing | undefined> {
  const { rows } = await sql<Closing>`select by_id as "byId", at, entries, sheets, digest, remark
    from competitions.jury_closing where stage_id = ${stageId}`.execute(db);
  return rows[0];
}

export async function insertClosing(
  tx: Tx,
  { competitionId, stageId, ...given }: Closing & { competitionId: string; stageId: string },
): Promise<void> {
  await sql`insert into competitions.jury_closing (stage_id, competition_id, by_id, at, entries, sheets, digest, remark)
    values (${stageId}, ${competitionId}, ${given.byId}, ${given.at}, ${given.entries}, ${given.sheets},
      ${given.digest}, ${given.remark})`.execute(tx);
}

/** When jurors of a stage were last reminded by hand, by whom it was: the whole jury or one. */
export async function lastReminder(db: Db, stageId: string, since: Date): Promise<boolean> {
  const { rows } = await sql`select from competitions.step where stage_id = ${stageId} and act = 'remind_jurors'
    and at > ${since} limit 1`.execute(db);
  return rows.length > 0;
}

/** Stages of juries and pitch days that end from now until then, were not closed, and of whose end nobody was reminded by the clock. */
export async function stagesEnding(
  db: Db,
  now: Date,
  until: Date,
  stageId: string | null = null,
): Promise<{ stageId: string; competitionId: string }[]> {
  const { rows } = await sql<{ stageId: string; competitionId: string }>`
    select s.id as "stageId", s.competition_id as "competitionId"
    from competitions.stage s join competitions.competition c on c.id = s.competition_id and c.state = 'open'
    where s.kind in ('jury', 'pitch') and s.closed_at is null and s.starts_at <= ${now} and s.ends_at > ${now}
      and s.ends_at <= ${until} and (${stageId}::uuid is null or s.id = ${stageId}::uuid)
      and not exists (select from competitions.step t where t.stage_id = s.id and t.act = 'remind_jurors'
        and t.by_as = 'system')
    order by s.ends_at, s.id limit 500`.execute(db);
  return rows;
}

import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { ConflictKind } from './jury.rules.ts';

export type Assignment = {
  jurorId: string;
  entryId: string;
  assignedAt: Date;
  endedAt: Date | null;
  endReason: 'recused' | 'left' | 'struck' | 'moved' | null;
  endWords: string;
};

export async function assignmentsOf(db: Db, stageId: string): Promise<Assignment[]> {
  const { rows } = await sql<Assignment>`
    select juror_id as "jurorId", entry_id as "entryId", assigned_at as "assignedAt", ended_at as "endedAt",
      end_reason as "endReason", end_words as "endWords"
    from competitions.assignment where stage_id = ${stageId} order by entry_id, juror_id`.execute(db);
  return rows;
}

/** Gives entries to jurors; one that was theirs before is theirs again. */
export async function insertAssignments(
  tx: Tx,
  { stageId, competitionId, at }: { stageId: string; competitionId: string; at: Date },
  given: readonly { entryId: string; jurorId: string }[],
): Promise<void> {
  if (given.length === 0) return;
  await sql`insert into competitions.assignment (stage_id, juror_id, entry_id, competition_id, assigned_at)
    select ${stageId}, g."jurorId", g."entryId", ${competitionId}, ${at}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g("entryId" uuid, "jurorId" uuid)
    on conflict (stage_id, juror_id, entry_id) do update set assigned_at = excluded.assigned_at, ended_at = null,
      end_reason = null, end_words = '' where assignment.ended_at is not null`.execute(tx);
}

/** Takes entries from jurors. @returns how many */
export async function endAssignments(
  tx: Tx,
  { stageId, at, reason, words = '' }: { stageId: string; at: Date; reason: Assignment['endReason']; words?: string },
  pairs: readonly { entryId: string; jurorId: string }[],
): Promise<number> {
  if (pairs.length === 0) return 0;
  const { numAffectedRows } = await sql`update competitions.assignment a set ended_at = ${at}, end_reason = ${reason},
      end_words = ${words}
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as g("entryId" uuid, "jurorId" uuid)
    where a.stage_id = ${stageId} and a.entry_id = g."entryId" and a.juror_id = g."jurorId" and a.ended_at is null`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

export type Recusal = {
  id: string;
  stageId: string;
  jurorId: string;
  entryId: string | null;
  categoryId: string | null;
  kind: ConflictKind;
  words: string;
  byId: string | null;
  byAs: 'juror' | 'organiser' | 'chair' | 'system';
  at: Date;
};

/** Everybody who stands aside in a competition, the newest first. */
export async function recusalsOf(db: Db, competitionId: string): Promise<Recusal[]> {
  const { rows } = await sql<Recusal>`
    select id, stage_id as "stageId", juror_id as "jurorId", entry_id as "entryId", category_id as "categoryId", kind,
      words, by_id as "byId", by_as as "byAs", at
    from competitions.recusal where competition_id = ${competitionId} order by at desc, id desc`.execute(db);
  return rows;
}

type KnownConflict = 'own' | 'team' | 'employer' | 'other';

export type NewRecusal = Pick<Recusal, 'jurorId' | 'entryId' | 'categoryId' | 'kind' | 'words' | 'byId' | 'byAs'>;

/** @returns false where the juror stands aside there already */
export async function insertRecusal(
  tx: Tx,
  { competitionId, stageId, at }: { competitionId: string; stageId: string; at: Date },
  given: NewRecusal,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into competitions.recusal (id, competition_id, stage_id, juror_id,
      entry_id, category_id, kind, words, by_id, by_as, at)
    values (${newId()}, ${competitionId}, ${stageId}, ${given.jurorId}, ${given.entryId}, ${given.categoryId},
      ${given.kind}, ${given.words}, ${given.byId}, ${given.byAs}, ${at}) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Jurors with whom entries have to do by what is known: theirs, of their team or organisation, or nominated by them. */
export async function knownConflicts(
  db: Db,
  competitionId: string,
  jurors: readonly { id: string; organisationIds: readonly string[] }[],
): Promise<{ entryId: string; jurorId: string; kind: KnownConflict }[]> {
  const { rows } = await sql<{ entryId: string; jurorId: string; kind: KnownConflict }>`
    select e.id as "entryId", j.id as "jurorId", case when e.account_id = j.id then 'own'
        when m.account_id is not null then 'team' when e.nominated_by = j.id then 'other' else 'employer' end as kind
    from competitions.entry e
      cross join jsonb_to_recordset(${JSON.stringify(jurors)}::jsonb) as j(id uuid, "organisationIds" jsonb)
      left join competitions.entry_member m on m.entry_id = e.id and m.account_id = j.id
    where e.competition_id = ${competitionId} and e.state = 'accepted' and (e.account_id = j.id
      or m.account_id is not null or e.nominated_by = j.id or j."organisationIds" ? e.organisation_id::text)
    order by e.number, j.id`.execute(db);
  return rows;
}

/** How many entries each juror was given at a moment, by stage. */
export async function assignedAt(
  db: Db,
  competitionId: string,
  at: Date,
): Promise<{ stageId: string; jurorId: string; count: number }[]> {
  const { rows } = await sql<{ stageId: string; jurorId: string; count: number }>`
    select stage_id as "stageId", juror_id as "jurorId", count(*)::int as count from competitions.assignment
    where competition_id = ${competitionId} and assigned_at = ${at} and ended_at is null
    group by stage_id, juror_id`.execute(db);
  return rows;
}

/** A juror's assignments that stand, in stages that were not closed, for this entry or category. */
export async function assignmentsTouched(
  tx: Tx,
  competitionId: string,
  { jurorId, entryId, categoryId }: Pick<NewRecusal, 'jurorId' | 'entryId' | 'categoryId'>,
): Promise<{ stageId: string; entryId: string; jurorId: string }[]> {
  const { rows } = await sql<{ stageId: string; entryId: string; jurorId: string }>`
    select a.stage_id as "stageId", a.entry_id as "entryId", a.juror_id as "jurorId"
    from competitions.assignment a
      join competitions.stage s on s.id = a.stage_id and s.closed_at is null
      join competitions.entry e on e.id = a.entry_id
    where a.competition_id = ${competitionId} and a.juror_id = ${jurorId} and a.ended_at is null
      and (e.id = ${entryId}::uuid or e.category_id = ${categoryId}::uuid)`.execute(tx);
  return rows;
}

/** Open competitions in which something was taken from somebody because they left. */
export async function competitionsLeftBy(db: Db, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct a.competition_id as id from competitions.assignment a
      join competitions.stage s on s.id = a.stage_id and s.closed_at is null
    where a.juror_id = ${accountId} and a.end_reason = 'left'`.execute(db);
  return rows.map(({ id }) => id);
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CompetitionState, Mode, StageKind } from '../competitions.rules.ts';

/** Somebody who scores: as shown on the page. */
export type Juror = { id: string; name: string; isChair: boolean };

/** Jurors and chair whose duty counts, in the order in which they were asked. */
export async function jurorsOf(db: Db, competitionId: string): Promise<Juror[]> {
  const { rows } = await sql<Juror>`
    select account_id as id, min(shown_as) as name, bool_or(duty = 'chair') as "isChair"
    from competitions.duty where competition_id = ${competitionId} and duty in ('juror', 'chair')
      and accepted_at is not null and ended_at is null
    group by account_id order by min(asked_at), account_id`.execute(db);
  return rows;
}

/** Names of everybody who ever scored or was asked to, also of those whose duty has ended. */
export async function jurorNames(db: Db, competitionId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (account_id) account_id as id, shown_as as name from competitions.duty
    where competition_id = ${competitionId} order by account_id, (ended_at is null) desc, asked_at desc`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function competitionIdOfStage(db: Db, stageId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select competition_id as id from competitions.stage
    where id = ${stageId}`.execute(db);
  return rows[0]?.id;
}

/** When each juror of a stage confirmed its rules. */
export async function confirmationsOf(db: Db, stageId: string): Promise<Map<string, Date>> {
  const { rows } = await sql<{ jurorId: string; at: Date }>`select juror_id as "jurorId", confirmed_at as at
    from competitions.jury_confirmation where stage_id = ${stageId}`.execute(db);
  return new Map(rows.map(({ jurorId, at }) => [jurorId, at]));
}

export async function insertConfirmation(
  tx: Tx,
  given: { stageId: string; jurorId: string; competitionId: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into competitions.jury_confirmation
      (stage_id, juror_id, competition_id, confirmed_at)
    values (${given.stageId}, ${given.jurorId}, ${given.competitionId}, ${given.at}) on conflict do nothing`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

/** Categories by juror; a juror who is not in it scores all of them. */
export async function jurorCategories(db: Db, stageId: string): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ jurorId: string; categoryId: string }>`
    select juror_id as "jurorId", category_id as "categoryId" from competitions.juror_category
    where stage_id = ${stageId}`.execute(db);
  const found = new Map<string, Set<string>>();
  for (const { jurorId, categoryId } of rows) found.set(jurorId, (found.get(jurorId) ?? new Set()).add(categoryId));
  return found;
}

export async function replaceJurorCategories(
  tx: Tx,
  { stageId, competitionId }: { stageId: string; competitionId: string },
  rows: readonly { jurorId: string; categoryId: string }[],
): Promise<void> {
  await sql`delete from competitions.juror_category where stage_id = ${stageId}`.execute(tx);
  await sql`insert into competitions.juror_category (stage_id, juror_id, category_id, competition_id)
    select ${stageId}, r."jurorId", r."categoryId", ${competitionId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("jurorId" uuid, "categoryId" uuid)`.execute(tx);
}

export type OwnJury = {
  slug: string;
  title: string;
  mode: Mode;
  state: CompetitionState;
  stageId: string;
  stageKind: StageKind;
  stageTitle: string;
  startsAt: Date;
  endsAt: Date;
  closedAt: Date | null;
  isChair: boolean;
  assigned: number;
  handedIn: number;
};

/** Stages that somebody scores in, the ones that end last first; at most a hundred. */
export async function juriesOf(db: Db, accountId: string): Promise<OwnJury[]> {
  const { rows } = await sql<OwnJury>`
    select c.slug, c.title, c.mode, c.state, s.id as "stageId", s.kind as "stageKind", s.title as "stageTitle",
      s.starts_at as "startsAt", s.ends_at as "endsAt", s.closed_at as "closedAt", d.chair as "isChair",
      (select count(*)::int from competitions.assignment a where a.stage_id = s.id and a.juror_id = ${accountId}
        and a.ended_at is null) as assigned,
      (select count(*)::int from competitions.sheet h where h.stage_id = s.id and h.juror_id = ${accountId}
        and h.state = 'handed_in') as "handedIn"
    from (select competition_id, bool_or(duty = 'chair') as chair from competitions.duty
        where account_id = ${accountId} and duty in ('juror', 'chair') and accepted_at is not null and ended_at is null
        group by competition_id) d
      join competitions.competition c on c.id = d.competition_id and c.state <> 'draft'
      join competitions.stage s on s.competition_id = c.id and s.kind in ('jury', 'pitch')
    order by s.closed_at is not null, s.ends_at desc, s.id limit 100`.execute(db);
  return rows;
}

export async function isJuror(db: Db, accountId: string): Promise<boolean> {
  const { rows } = await sql`select from competitions.duty where account_id = ${accountId}
    and duty in ('juror', 'chair') and accepted_at is not null and ended_at is null limit 1`.execute(db);
  return rows.length > 0;
}

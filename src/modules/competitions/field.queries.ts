import { type Db, sql, type Tx } from '../../kernel/db/index.ts';
import type { Stage } from './competitions.rules.ts';
import { scoringKinds } from './competitions.rules.ts';

/** An entry as stages see it. */
export type FieldEntry = {
  id: string;
  number: number;
  categoryId: string;
  title: string;
  /** empty while a blind jury judges */
  byLine: string;
  summary: string;
  coverFileId: string | null;
  accountId: string | null;
};

/**
 * The by-line of an entry `e` as it is shown: nothing until every blind jury of its competition was closed. Jurors read public
 * pages too.
 */
export const shownByLine = sql<string>`case when exists (select from competitions.stage b
    where b.competition_id = e.competition_id and b.kind in ('jury', 'pitch') and b.settings->'blind' = 'true'
      and b.closed_at is null) then '' else e.by_line end`;

/**
 * The entries that are in a stage, by number: those that were accepted and, where an earlier stage let only some go on
 * and was closed, those that advanced in the last such stage.
 */
export async function fieldOf(
  db: Db,
  competition: { id: string; stages: readonly Stage[] },
  stage: Pick<Stage, 'position'>,
): Promise<FieldEntry[]> {
  const gate = competition.stages
    .filter(
      (each) =>
        each.position < stage.position &&
        each.closedAt !== null &&
        scoringKinds.includes(each.kind) &&
        (each.settings as { advances: number | null }).advances !== null,
    )
    .at(-1);
  const { rows } = await sql<FieldEntry>`
    select e.id, e.number, e.category_id as "categoryId", e.title, ${shownByLine} as "byLine", e.summary,
      e.cover_file_id as "coverFileId", e.account_id as "accountId"
    from competitions.entry e
    where e.competition_id = ${competition.id} and e.state = 'accepted'
      and (${gate?.id ?? null}::uuid is null or exists (select from competitions.standing s
        where s.stage_id = ${gate?.id ?? null}::uuid and s.entry_id = e.id and s.advances))
    order by e.number`.execute(db);
  return rows;
}

export type Standing = {
  entryId: string;
  score: number | null;
  votes: number | null;
  rank: number;
  advances: boolean;
};

/** Writes what a stage came to, in the transaction that closes it. */
export async function insertStandings(
  tx: Tx,
  { competitionId, stageId }: { competitionId: string; stageId: string },
  standings: readonly Standing[],
): Promise<void> {
  await sql`insert into competitions.standing (stage_id, entry_id, competition_id, score, votes, rank, advances)
    select ${stageId}, s."entryId", ${competitionId}, s.score, s.votes, s.rank, s.advances
    from jsonb_to_recordset(${JSON.stringify(standings)}::jsonb)
      as s("entryId" uuid, score numeric, votes int, rank int, advances boolean)`.execute(tx);
}

/** What closed stages came to, by stage. */
export async function standingsOf(db: Db, competitionId: string): Promise<(Standing & { stageId: string })[]> {
  const { rows } = await sql<Standing & { stageId: string }>`
    select stage_id as "stageId", entry_id as "entryId", score::float8 as score, votes, rank, advances
    from competitions.standing where competition_id = ${competitionId} order by stage_id, rank, entry_id`.execute(db);
  return rows;
}

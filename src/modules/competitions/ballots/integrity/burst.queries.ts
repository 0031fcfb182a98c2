import { type Db, sql } from '../../../../kernel/db/index.ts';

export type BurstCount = {
  competitionId: string;
  stageId: string;
  mark: number;
  range: string;
  since: Date;
  asked: number;
  proved: number;
  refused: number;
};

/** Adds to what is known of bursts; several processes may do so at once. */
export async function addBursts(db: Db, bursts: readonly BurstCount[]): Promise<void> {
  await sql`insert into competitions.burst as b (competition_id, stage_id, mark, address_range, since, asked, proved, refused)
    select n."competitionId", n."stageId", n.mark, n.range, n.since, n.asked, n.proved, n.refused
    from jsonb_to_recordset(${JSON.stringify(bursts)}::jsonb) as n("competitionId" uuid, "stageId" uuid, mark int,
      range text, since timestamptz, asked int, proved int, refused int)
    order by n."stageId", n.mark
    on conflict (competition_id, stage_id, mark) do update set asked = b.asked + excluded.asked,
      proved = b.proved + excluded.proved, refused = b.refused + excluded.refused`.execute(db);
}

/** The largest bursts of a ballot, at most 200. `ballots`: those that were taken and are in the log. */
export async function burstsOf(
  db: Db,
  { competitionId, stageId }: { competitionId: string; stageId: string },
): Promise<(Omit<BurstCount, 'competitionId' | 'stageId'> & { ballots: number })[]> {
  const { rows } = await sql<Omit<BurstCount, 'competitionId' | 'stageId'> & { ballots: number }>`
    select b.mark, b.address_range as range, b.since, b.asked, b.proved, b.refused,
      (select count(*)::int from competitions.mark m where m.competition_id = b.competition_id and m.stage_id = b.stage_id
        and m.mark = b.mark) as ballots
    from competitions.burst b where b.competition_id = ${competitionId} and b.stage_id = ${stageId}
    order by b.asked desc, b.mark limit 200`.execute(db);
  return rows;
}

import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { NewStep } from '../competition.queries.ts';

/** One line of the record. */
export type StepRow = {
  id: string;
  at: Date;
  stageId: string | null;
  entryNumber: number | null;
  byId: string | null;
  byAs: NewStep['byAs'];
  /** as somebody with a duty is shown; null: none */
  shownAs: string | null;
  act: string;
  details: Record<string, unknown>;
};

export type StepFilter = { stageId: string | null; act: string | null };

/** Everything that was done in a competition, the newest first. */
export async function stepsOf(
  db: Db,
  competitionId: string,
  { stageId, act }: StepFilter,
  after: PageKey | null,
  limit: number,
): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.id, s.at, s.stage_id as "stageId", e.number as "entryNumber", s.by_id as "byId", s.by_as as "byAs",
      (select d.shown_as from competitions.duty d where d.competition_id = s.competition_id and d.account_id = s.by_id
        and d.duty = s.by_as order by d.asked_at desc limit 1) as "shownAs", s.act,
      s.details || coalesce((select jsonb_build_object('shownAs', d.shown_as) from competitions.duty d
          where d.competition_id = s.competition_id and d.id::text = s.details ->> 'dutyId'),
        (select jsonb_build_object('shownAs', i.shown_as) from competitions.duty_invitation i
          where i.competition_id = s.competition_id and i.id::text = s.details ->> 'invitationId'), '{}') as details
    from competitions.step s left join competitions.entry e on e.id = s.entry_id
    where s.competition_id = ${competitionId} and (${stageId}::uuid is null or s.stage_id = ${stageId}::uuid)
      and (${act}::text is null or s.act = ${act}) and (${after?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', s.at), s.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by date_trunc('milliseconds', s.at) desc, s.id desc limit ${limit}`.execute(db);
  return rows;
}

/** What was done at all in a competition, to choose from. */
export async function actsOf(db: Db, competitionId: string): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`select distinct act from competitions.step
    where competition_id = ${competitionId} order by act limit 200`.execute(db);
  return rows.map(({ act }) => act);
}

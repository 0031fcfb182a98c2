import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { PublicNote } from './organise.queries.ts';

/** What was said in public of a competition since it was opened, the newest first. */
export async function notesOf(
  db: Db,
  competitionId: string,
  after: PageKey | null,
  limit: number,
): Promise<PublicNote[]> {
  const { rows } = await sql<PublicNote>`
    select id, at, kind, text, shown_as as "shownAs", changes from competitions.public_note
    where competition_id = ${competitionId} and (${after?.at ?? null}::timestamptz is null
      or (date_trunc('milliseconds', at), id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by date_trunc('milliseconds', at) desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** How many notes there are, for the link to them: at most `most` are counted. */
export async function countNotes(db: Db, competitionId: string, most = 100): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select from competitions.public_note
    where competition_id = ${competitionId} limit ${most}) as counted`.execute(db);
  return rows[0]?.n ?? 0;
}

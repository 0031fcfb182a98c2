import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { ContributionState } from '../consultations.rules.ts';
import type { Outcome, Stage } from './ideas.rules.ts';

/** An idea with what it shares with everything that people hand in. */
export type Idea = {
  id: string;
  consultationId: string;
  number: number;
  title: string;
  text: string;
  accountId: string | null;
  shownAs: string;
  organisationId: string | null;
  state: ContributionState;
  createdAt: Date;
  supports: number;
  categoryId: string | null;
  districtId: string | null;
  place: string;
  lon: number | null;
  lat: number | null;
  stage: Stage;
  outcome: Outcome | null;
  departmentId: string | null;
  handlerId: string | null;
  examinedAt: Date | null;
  examineWords: string;
  answerBy: LocalDate | null;
  answeredAt: Date | null;
  doneBy: LocalDate | null;
  doneAt: Date | null;
  mergedInto: string | null;
  mergedAt: Date | null;
};

export const ideaColumns = sql`n.id, n.consultation_id as "consultationId", n.number, i.title, n.text,
  n.account_id as "accountId", n.shown_as as "shownAs", n.organisation_id as "organisationId", n.state,
  n.created_at as "createdAt", n.supports, i.category_id as "categoryId", i.district_id as "districtId", i.place, i.lon, i.lat,
  i.stage, i.outcome, i.department_id as "departmentId", i.handler_id as "handlerId", i.examined_at as "examinedAt",
  i.examine_words as "examineWords", to_char(i.answer_by, 'YYYY-MM-DD') as "answerBy", i.answered_at as "answeredAt",
  to_char(i.done_by, 'YYYY-MM-DD') as "doneBy", i.done_at as "doneAt", i.merged_into as "mergedInto", i.merged_at as "mergedAt"`;
export const ideaTables = sql`consultations.contribution n join consultations.idea i on i.contribution_id = n.id`;

/** Of any state. */
export async function ideaById(db: Db, id: string): Promise<Idea | undefined> {
  const { rows } = await sql<Idea>`select ${ideaColumns} from ${ideaTables} where n.id = ${id}`.execute(db);
  return rows[0];
}

/** Of any state. */
export async function ideaByNumber(db: Db, consultationId: string, number: number): Promise<Idea | undefined> {
  const { rows } = await sql<Idea>`select ${ideaColumns} from ${ideaTables}
    where n.consultation_id = ${consultationId} and n.kind = 'idea' and n.number = ${number}`.execute(db);
  return rows[0];
}

/** Locks ideas until the end of the transaction, always in the same order, and reads them as they stand then. */
export async function lockIdeas(tx: Tx, ids: readonly string[]): Promise<Map<string, Idea>> {
  await sql`select from consultations.contribution where id = any(${ids}::uuid[]) order by id for no key update`.execute(
    tx,
  );
  const { rows } = await sql<Idea>`select ${ideaColumns} from ${ideaTables} where n.id = any(${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export type NewIdea = {
  contributionId: string;
  consultationId: string;
  title: string;
  categoryId: string | null;
  districtId: string | null;
  place: string;
  lon: number | null;
  lat: number | null;
  /** title, beginning and rest of the text as the search reads them */
  search: { title: string; beginning: string; rest: string };
};

export async function insertIdea(tx: Tx, idea: NewIdea): Promise<void> {
  await sql`insert into consultations.idea (contribution_id, consultation_id, title, category_id, district_id, place, lon, lat,
      search)
    values (${idea.contributionId}, ${idea.consultationId}, ${idea.title}, ${idea.categoryId}, ${idea.districtId},
      ${idea.place}, ${idea.lon}, ${idea.lat}, setweight(to_tsvector('simple', ${idea.search.title}), 'A')
        || setweight(to_tsvector('simple', ${idea.search.beginning}), 'B')
        || setweight(to_tsvector('simple', ${idea.search.rest}), 'C'))`.execute(tx);
}

export async function insertPhotos(tx: Tx, contributionId: string, fileIds: readonly string[]): Promise<void> {
  const rows = fileIds.map((fileId, i) => ({ fileId, position: i + 1 }));
  await sql`insert into consultations.idea_photo (contribution_id, file_id, position)
    select ${contributionId}, r."fileId", r.position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("fileId" uuid, position int)`.execute(tx);
}

export type Photo = { fileId: string; name: string; width: number | null; height: number | null };

export async function photosOf(db: Db, contributionId: string): Promise<Photo[]> {
  const { rows } = await sql<Photo>`select f.id as "fileId", f.name, f.width, f.height
    from consultations.idea_photo p join kernel.file f on f.id = p.file_id
    where p.contribution_id = ${contributionId} order by p.position`.execute(db);
  return rows;
}

/** Sets the office, its member and the promised day of an idea that is looked into. */
export async function markExamined(
  tx: Tx,
  id: string,
  given: { departmentId: string; handlerId: string | null; answerBy: LocalDate; words: string; at: Date },
): Promise<void> {
  await sql`update consultations.idea set stage = 'examined', department_id = ${given.departmentId},
      handler_id = ${given.handlerId}, answer_by = ${given.answerBy}, examine_words = ${given.words},
      examined_at = coalesce(examined_at, ${given.at}), reminded_for = null
    where contribution_id = ${id}`.execute(tx);
}

export async function setOffice(
  tx: Tx,
  ids: readonly string[],
  { departmentId, handlerId }: { departmentId: string; handlerId: string | null },
): Promise<void> {
  await sql`update consultations.idea set department_id = ${departmentId}, handler_id = ${handlerId}
    where contribution_id = any(${ids}::uuid[])`.execute(tx);
}

export async function markAnswered(
  tx: Tx,
  id: string,
  given: { outcome: Outcome; departmentId: string; doneBy: LocalDate | null; at: Date },
): Promise<void> {
  await sql`update consultations.idea set stage = 'answered', outcome = ${given.outcome}, department_id = ${given.departmentId},
      done_by = ${given.doneBy}, answered_at = ${given.at}, reminded_for = null
    where contribution_id = ${id}`.execute(tx);
}

export async function markFollowedUp(
  tx: Tx,
  id: string,
  { finished, doneBy, at }: { finished: boolean; doneBy: LocalDate | null; at: Date },
): Promise<void> {
  await sql`update consultations.idea set done_by = coalesce(${doneBy}::date, done_by),
      stage = case when ${finished}::boolean then 'done' else stage end,
      done_at = case when ${finished}::boolean then ${at}::timestamptz else done_at end,
      reminded_for = case when ${doneBy}::date is null then reminded_for end
    where contribution_id = ${id}`.execute(tx);
}

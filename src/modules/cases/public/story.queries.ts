import { type Db, sql } from '../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../kernel/i18n/index.ts';

export type StoryExtras = {
  display_name: string;
  followers: number;
  co_handlers: string[];
  merged: number;
  into_number: string | null;
  into_title: string | null;
  ground: LocalisedText | null;
  lawful_way: LocalisedText | null;
  forum: {
    url: string;
    site: string;
    postedAt: string | null;
    answeredAt: string | null;
    answerUrl: string | null;
    answerText: string | null;
  } | null;
};

/** What the page of a case shows beside its row and its timeline. Of the author only the name for the public. */
export async function storyExtras(db: Db, caseId: string, intoId: string | null): Promise<StoryExtras> {
  const { rows } = await sql<StoryExtras>`
    select coalesce((select display_name from cases.author where case_id = ${caseId}), '') as display_name,
      (select count(*)::int from cases.follower where case_id = ${caseId}) as followers,
      array(select department_id::text from cases.co_handler where case_id = ${caseId} order by added_at, department_id) as co_handlers,
      (select count(*)::int from cases.case where merged_into_id = ${caseId}) as merged,
      into_case.number as into_number, into_case.title as into_title,
      ground.name as ground, ground.lawful_way,
      (select jsonb_build_object('url', url, 'site', site, 'postedAt', posted_at, 'answeredAt', answered_at,
        'answerUrl', answer_url, 'answerText', answer_text) from cases.forum_source where case_id = ${caseId}) as forum
    from (select 1) as one
    left join cases.case into_case on into_case.id = ${intoId}::uuid and not into_case.confidential and not into_case.hidden
    left join cases.decline on decline.case_id = ${caseId}
    left join cases.ground on ground.code = decline.ground_code`.execute(db);
  return rows[0] as StoryExtras;
}

export type PublishedReply = { id: string; departmentId: string; round: number; text: string; publishedAt: Date };

/** Replies that were reviewed and published; never a draft. */
export async function publishedReplies(db: Db, caseId: string): Promise<PublishedReply[]> {
  const rows = await db
    .selectFrom('cases.reply')
    .select(['id', 'department_id as departmentId', 'round', 'text', 'published_at as publishedAt'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'published')
    .orderBy('published_at')
    .execute();
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt as Date }));
}

export type CasePromise = {
  id: string;
  departmentId: string;
  text: string;
  madeAt: Date;
  dueOn: string;
  state: 'open' | 'kept' | 'broken';
  evidence: string;
  settledAt: Date | null;
};

export async function promisesOf(db: Db, caseId: string): Promise<CasePromise[]> {
  const { rows } = await sql<CasePromise>`
    select id, department_id as "departmentId", text, made_at as "madeAt", due_on::text as "dueOn", state, evidence,
      settled_at as "settledAt"
    from cases.promise where case_id = ${caseId} order by made_at, due_on, id`.execute(db);
  return rows;
}

export type Picture = { fileId: string; of: string; ofId: string | null; name: string; width: number | null };

/** Files of a case; for the public those that are public alone. */
export async function picturesOf(db: Db, caseId: string, publicOnly: boolean): Promise<Picture[]> {
  let query = db
    .selectFrom('cases.attachment as a')
    .innerJoin('kernel.file as f', 'f.id', 'a.file_id')
    .select(['a.file_id as fileId', 'a.of', 'a.of_id as ofId', 'f.name', 'f.width'])
    .where('a.case_id', '=', caseId)
    .where('a.of', 'in', ['letter', 'message', 'reply', 'promise']);
  if (publicOnly) query = query.where('a.public', '=', true);
  return query.orderBy('a.sort').orderBy('a.file_id').execute();
}

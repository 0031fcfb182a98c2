import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Answers } from '../questionnaire.rules.ts';
import type { Cell } from './tally.rules.ts';

export type CountedCell = Cell & { byQuestion: string; byValue: string };

/** Surveys with answers that are not counted yet. */
export async function surveysToRollUp(db: Db): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select distinct survey_id as id from surveys.fresh_batch limit 200`.execute(db);
  return rows.map(({ id }) => id);
}

/** Makes and locks the row of a survey's counts: one process counts at a time. */
export async function lockRollup(tx: Tx, surveyId: string, at: Date): Promise<void> {
  await sql`insert into surveys.rollup (survey_id, updated_at) values (${surveyId}, ${at})
    on conflict (survey_id) do nothing`.execute(tx);
  await sql`select from surveys.rollup where survey_id = ${surveyId} for update`.execute(tx);
}

/** Takes what waits to be counted, at most so many batches. @returns ids of answers */
export async function takeFresh(tx: Tx, surveyId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    ids: string[];
  }>`delete from surveys.fresh_batch where survey_id = ${surveyId} and id in (
      select id from surveys.fresh_batch where survey_id = ${surveyId} order by id limit ${limit} for update skip locked)
    returning response_ids as ids`.execute(tx);
  return rows.flatMap(({ ids }) => ids);
}

export type CountedResponse = {
  id: string;
  formVersion: number;
  way: string;
  locale: string;
  answers: Answers;
  handedInAt: Date;
  seconds: number | null;
};

const columns = sql`id, form_version as "formVersion", way, locale, answers, handed_in_at as "handedInAt", seconds`;

export async function responsesById(db: Db, surveyId: string, ids: readonly string[]): Promise<CountedResponse[]> {
  const { rows } = await sql<CountedResponse>`select ${columns} from surveys.response
    where survey_id = ${surveyId} and id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

/** Answers in the order of their ids, which are random. */
export async function responsesAfter(
  db: Db,
  surveyId: string,
  after: string | null,
  limit: number,
): Promise<CountedResponse[]> {
  const { rows } = await sql<CountedResponse>`select ${columns} from surveys.response
    where survey_id = ${surveyId} and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function addToTallies(tx: Tx, surveyId: string, cells: readonly CountedCell[]): Promise<void> {
  const sorted = [...cells].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (let start = 0; start < sorted.length; start += 5000) {
    const some = sorted.slice(start, start + 5000);
    await sql`insert into surveys.tally (survey_id, by_question, by_value, question, kind, value, n)
      select ${surveyId}, * from unnest(${some.map((c) => c.byQuestion)}::text[], ${some.map((c) => c.byValue)}::text[],
        ${some.map((c) => c.question)}::text[], ${some.map((c) => c.kind)}::text[], ${some.map((c) => c.value)}::text[],
        ${some.map((c) => c.n)}::float8[])
      on conflict (survey_id, by_question, by_value, question, kind, value) do update set n = tally.n + excluded.n`.execute(
      tx,
    );
  }
}

/** What tells cells apart. */
export const keyOf = (c: Omit<CountedCell, 'n'>): string =>
  `${c.byQuestion}\u0000${c.byValue}\u0000${c.question}\u0000${c.kind}\u0000${c.value}`;

export async function addToWords(
  tx: Tx,
  surveyId: string,
  words: readonly { question: string; word: string; n: number }[],
): Promise<void> {
  for (let start = 0; start < words.length; start += 5000) {
    const some = words.slice(start, start + 5000);
    await sql`insert into surveys.word (survey_id, question, word, n)
      select ${surveyId}, * from unnest(${some.map((w) => w.question)}::text[], ${some.map((w) => w.word)}::text[],
        ${some.map((w) => w.n)}::int[])
      on conflict (survey_id, question, word) do update set n = word.n + excluded.n`.execute(tx);
  }
}

/** Counts so many answers more. What the public sees of a running survey moves on by whole groups. */
export async function addResponses(tx: Tx, surveyId: string, more: number, least: number, at: Date): Promise<void> {
  await sql`update surveys.rollup set responses = responses + ${more}, revision = revision + 1, updated_at = ${at}
    where survey_id = ${surveyId}`.execute(tx);
  await sql`update surveys.rollup r set shown_responses = r.responses,
      shown = (select coalesce(jsonb_agg(jsonb_build_object('question', t.question, 'kind', t.kind, 'value', t.value, 'n', t.n)), '[]')
        from surveys.tally t where t.survey_id = r.survey_id and t.by_question = '')
    where r.survey_id = ${surveyId} and r.responses - r.shown_responses >= ${least}`.execute(tx);
}

/** Forgets all counts of a survey, to count anew. */
export async function clearCounts(tx: Tx, surveyId: string): Promise<void> {
  // Whoever hands in waits: what is counted here must not be waiting to be counted as well.
  await sql`select from surveys.survey where id = ${surveyId} for no key update`.execute(tx);
  await sql`delete from surveys.tally where survey_id = ${surveyId}`.execute(tx);
  await sql`delete from surveys.word where survey_id = ${surveyId}`.execute(tx);
  await sql`delete from surveys.fresh_batch where survey_id = ${surveyId}`.execute(tx);
  await sql`update surveys.rollup set responses = 0, shown_responses = 0, shown = '[]', revision = revision + 1
    where survey_id = ${surveyId}`.execute(tx);
}

export type Rollup = { responses: number; revision: number; updatedAt: Date; shownResponses: number; shown: Cell[] };

export async function rollupOf(db: Db, surveyId: string): Promise<Rollup | undefined> {
  const { rows } = await sql<Rollup>`select responses, revision, updated_at as "updatedAt",
      shown_responses as "shownResponses", shown from surveys.rollup where survey_id = ${surveyId}`.execute(db);
  return rows[0];
}

/** Counts of all answers. */
export async function talliesOf(db: Db, surveyId: string): Promise<Cell[]> {
  const { rows } = await sql<Cell>`select question, kind, value, n from surveys.tally
    where survey_id = ${surveyId} and by_question = ''`.execute(db);
  return rows;
}

export type GroupCell = Cell & { byValue: string };

/** Counts by the answers to one question. */
export async function talliesBy(
  db: Db,
  surveyId: string,
  byQuestion: string,
  question: string | null,
): Promise<GroupCell[]> {
  const { rows } = await sql<GroupCell>`select by_value as "byValue", question, kind, value, n from surveys.tally
    where survey_id = ${surveyId} and by_question = ${byQuestion}
      and (${question}::text is null or question = ${question} or question like ${`${question}/%`})`.execute(db);
  return rows;
}

export async function wordsOf(db: Db, surveyId: string, question: string, least: number, limit: number) {
  const { rows } = await sql<{ word: string; n: number }>`select word, n from surveys.word
    where survey_id = ${surveyId} and question = ${question} and n >= ${least} order by n desc, word limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Written answers to a question, in the order of ids, which are random. */
export async function textsOf(db: Db, surveyId: string, question: string, after: string | null, limit: number) {
  const { rows } = await sql<{ id: string; text: string; quoted: boolean }>`
    select r.id, r.answers ->> ${question} as text, q.response_id is not null as quoted
    from surveys.response r left join surveys.quote q
      on q.survey_id = r.survey_id and q.response_id = r.id and q.question = ${question}
    where r.survey_id = ${surveyId} and r.answers ? ${question} and (${after}::uuid is null or r.id > ${after}::uuid)
    order by r.id limit ${limit}`.execute(db);
  return rows;
}

export async function quotesOf(db: Db, surveyId: string): Promise<{ question: string; text: string }[]> {
  const { rows } = await sql<{ question: string; text: string }>`select question, text from surveys.quote
    where survey_id = ${surveyId} order by question, response_id limit 500`.execute(db);
  return rows;
}

/** @returns false: it was quoted before, or there is no such answer */
export async function insertQuote(
  tx: Tx,
  row: { surveyId: string; responseId: string; question: string; by: string | null; at: Date },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into surveys.quote (survey_id, response_id, question, text, chosen_by, chosen_at)
    select survey_id, id, ${row.question}, left(answers ->> ${row.question}, 2000), ${row.by}, ${row.at} from surveys.response
    where survey_id = ${row.surveyId} and id = ${row.responseId} and answers ? ${row.question}
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function deleteQuote(tx: Tx, surveyId: string, responseId: string, question: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from surveys.quote
    where survey_id = ${surveyId} and response_id = ${responseId} and question = ${question}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function conclusionOf(db: Db, surveyId: string): Promise<string> {
  const { rows } = await sql<{
    text: string;
  }>`select text from surveys.conclusion where survey_id = ${surveyId}`.execute(db);
  return rows[0]?.text ?? '';
}

export async function writeConclusion(
  tx: Tx,
  row: { surveyId: string; text: string; by: string | null; at: Date },
): Promise<void> {
  await sql`insert into surveys.conclusion (survey_id, text, written_by, written_at)
    values (${row.surveyId}, ${row.text}, ${row.by}, ${row.at})
    on conflict (survey_id) do update set text = excluded.text, written_by = excluded.written_by,
      written_at = excluded.written_at`.execute(tx);
}

/** Its results are public from now on. */
export async function markPublished(tx: Tx, surveyId: string, at: Date): Promise<void> {
  await sql`update surveys.survey set state = 'published', published_at = ${at}, version = version + 1
    where id = ${surveyId}`.execute(tx);
}

/** Invited, and how many of them have answered; drafts under way. */
export async function takingPart(
  db: Db,
  surveyId: string,
): Promise<{ invited: number; participants: number; drafts: number }> {
  const { rows } = await sql<{ invited: number; participants: number; drafts: number }>`select
      (select count(*)::int from surveys.invitation where survey_id = ${surveyId} and revoked_at is null) as invited,
      (select count(*)::int from surveys.participation where survey_id = ${surveyId}) as participants,
      (select count(*)::int from surveys.draft where survey_id = ${surveyId}) as drafts`.execute(db);
  return rows[0] ?? { invited: 0, participants: 0, drafts: 0 };
}

/** Accounts that asked to be told of the results. */
export async function toBeTold(db: Db, surveyId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select who_id as id from surveys.participation
    where survey_id = ${surveyId} and tell order by who_id`.execute(db);
  return rows.map(({ id }) => id);
}

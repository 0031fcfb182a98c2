import { randomUUID } from 'node:crypto';
import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Answers } from '../questionnaire.rules.ts';
import type { SurveyState } from '../surveys.rules.ts';

export type Response = {
  surveyId: string;
  id: string;
  formVersion: number;
  way: 'web' | 'paper';
  locale: string;
  answers: Answers;
  handedInAt: Date;
  seconds: number | null;
  accountId: string | null;
  invitationId: string | null;
};

export type SurveyHeld = { id: string; state: SurveyState; startsAt: Date | null; endsAt: Date | null };

/** Holds surveys as they are until the end of the transaction: closing waits for it, answers go on beside each other. */
export async function holdSurveys(tx: Tx, ids: readonly string[]): Promise<Map<string, SurveyHeld>> {
  const { rows } = await sql<SurveyHeld>`select id, state, starts_at as "startsAt", ends_at as "endsAt"
    from surveys.survey where id = any(${[...ids]}::uuid[]) order by id for share`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** @returns ids of those that are there already */
export async function existingResponses(
  db: Db,
  responses: readonly Pick<Response, 'surveyId' | 'id'>[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select r.id from surveys.response r
    join unnest(${responses.map(({ surveyId }) => surveyId)}::uuid[], ${responses.map(({ id }) => id)}::uuid[]) g (survey_id, id)
      on r.survey_id = g.survey_id and r.id = g.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Puts answers in, in the order of their ids, which are random. */
export async function insertResponses(tx: Tx, responses: readonly Response[]): Promise<void> {
  const rows = [...responses].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`insert into surveys.response (survey_id, id, form_version, way, locale, answers, handed_in_at, seconds, account_id,
      invitation_id)
    select * from unnest(${rows.map((row) => row.surveyId)}::uuid[], ${rows.map((row) => row.id)}::uuid[],
      ${rows.map((row) => row.formVersion)}::int[], ${rows.map((row) => row.way)}::text[],
      ${rows.map((row) => row.locale)}::text[], ${rows.map((row) => JSON.stringify(row.answers))}::jsonb[],
      ${rows.map((row) => row.handedInAt)}::timestamptz[], ${rows.map((row) => row.seconds)}::int[],
      ${rows.map((row) => row.accountId)}::uuid[], ${rows.map((row) => row.invitationId)}::uuid[])`.execute(tx);
}

/** Says that these are to be rolled up. */
export async function insertFresh(tx: Tx, surveyId: string, responseIds: readonly string[]): Promise<void> {
  await sql`insert into surveys.fresh_batch (survey_id, id, response_ids)
    values (${surveyId}, ${randomUUID()}, ${[...responseIds].sort()}::uuid[])`.execute(tx);
}

export type Participant = {
  surveyId: string;
  kind: 'account' | 'invitation';
  whoId: string;
  day: string;
  tell: boolean;
};

/** Says that they have answered. The primary key decides, under any concurrency. @returns those that had not before */
export async function insertParticipants(tx: Tx, given: readonly Participant[]): Promise<Set<string>> {
  const rows = [...given].sort((a, b) => (a.whoId < b.whoId ? -1 : 1));
  const { rows: taken } = await sql<{ whoId: string; surveyId: string }>`
    insert into surveys.participation (survey_id, kind, who_id, day, tell)
    select * from unnest(${rows.map((row) => row.surveyId)}::uuid[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.whoId)}::uuid[], ${rows.map((row) => row.day)}::date[], ${rows.map((row) => row.tell)}::bool[])
    on conflict do nothing returning survey_id as "surveyId", who_id as "whoId"`.execute(tx);
  return new Set(taken.map(({ surveyId, whoId }) => `${surveyId} ${whoId}`));
}

/** The day on which somebody answered; undefined: they have not. */
export async function participationDay(db: Db, surveyId: string, whoId: string): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`select day from surveys.participation
    where survey_id = ${surveyId} and who_id = ${whoId}`.execute(db);
  return rows[0]?.day;
}

/** Those of the ids between two of them that are there, for a receipt. */
export async function responseBetween(
  db: Db,
  surveyId: string,
  { from, to }: { from: string; to: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from surveys.response
    where survey_id = ${surveyId} and id between ${from} and ${to} limit 1`.execute(db);
  return rows[0]?.id;
}

/** Surveys with participants that were written since the last time, so that their rows still lie in the order of coming. */
export async function surveysToMix(db: Db, since: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select s.id from surveys.survey s
    where s.way <> 'anonymous' and not s.named and s.state <> 'draft' and s.ends_at > ${since}
      and exists (select from surveys.participation p where p.survey_id = s.id)`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Writes participants anew, sorted by who they are: neither the place of a row nor the number of the transaction that wrote
 * it says any more when somebody answered.
 */
export async function mixParticipants(tx: Tx, surveyId: string): Promise<void> {
  await sql`select from surveys.survey where id = ${surveyId} for no key update`.execute(tx);
  await sql`with gone as (delete from surveys.participation where survey_id = ${surveyId} returning *),
      sorted as (select * from gone order by who_id)
    insert into surveys.participation (survey_id, kind, who_id, day, tell)
    select survey_id, kind, who_id, day, tell from sorted`.execute(tx);
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export async function countOfAccount(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
    (select count(*) from surveys.participation where who_id = ${accountId} and kind = 'account')::int
    + (select count(*) from surveys.draft where account_id = ${accountId})::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Which surveys somebody answered, drafts, and the answers that carry their name. */
export async function exportOfAccount(db: Db, accountId: string): Promise<Record<string, unknown>> {
  const answered = await sql`select s.title as survey, p.day, p.tell from surveys.participation p
    join surveys.survey s on s.id = p.survey_id where p.who_id = ${accountId} and p.kind = 'account' order by p.day`.execute(
    db,
  );
  const drafts = await sql`select s.title as survey, d.answers, d.started_at as "startedAt", d.saved_at as "savedAt"
    from surveys.draft d join surveys.survey s on s.id = d.survey_id where d.account_id = ${accountId}`.execute(db);
  const named = await sql`select s.title as survey, r.answers, r.handed_in_at as "handedInAt" from surveys.response r
    join surveys.survey s on s.id = r.survey_id where r.account_id = ${accountId} order by r.handed_in_at`.execute(db);
  return { answered: answered.rows, drafts: drafts.rows, named: named.rows };
}

/** Takes an account out: drafts and the note that it answered go, answers stay without it. @returns uploads to be released */
export async function forgetAccount(tx: Tx, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ fileId: string }>`with gone as (delete from surveys.draft where account_id = ${accountId}
      returning survey_id, id)
    delete from surveys.response_file f using gone g where f.survey_id = g.survey_id and f.draft_id = g.id
    returning f.file_id as "fileId"`.execute(tx);
  await sql`delete from surveys.participation where who_id = ${accountId} and kind = 'account'`.execute(tx);
  await sql`update surveys.response set account_id = null where account_id = ${accountId}`.execute(tx);
  await sql`update surveys.paper set entered_by = null where entered_by = ${accountId}`.execute(tx);
  return rows.map(({ fileId }) => fileId);
}

/** Two accounts become one. Where both have begun, that of the one that stays is kept. @returns uploads to be released */
export async function moveAnswers(tx: Tx, from: string, to: string): Promise<string[]> {
  await sql`insert into surveys.participation (survey_id, kind, who_id, day, tell)
    select survey_id, kind, ${to}, day, tell from surveys.participation where who_id = ${from} and kind = 'account'
    on conflict do nothing`.execute(tx);
  await sql`delete from surveys.participation where who_id = ${from} and kind = 'account'`.execute(tx);
  const { rows } = await sql<{
    fileId: string;
  }>`with gone as (delete from surveys.draft d where account_id = ${from} and (
        exists (select from surveys.draft o where o.survey_id = d.survey_id and o.account_id = ${to})
        or exists (select from surveys.participation p where p.survey_id = d.survey_id and p.who_id = ${to}))
      returning survey_id, id)
    delete from surveys.response_file f using gone g where f.survey_id = g.survey_id and f.draft_id = g.id
    returning f.file_id as "fileId"`.execute(tx);
  await sql`update surveys.draft set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update surveys.response set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update surveys.paper set entered_by = ${to} where entered_by = ${from}`.execute(tx);
  return rows.map(({ fileId }) => fileId);
}

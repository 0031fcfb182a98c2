import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { ContributionState } from '../../consultations.rules.ts';

export type Statement = {
  contributionId: string;
  number: number;
  text: string;
  /** in which it was written */
  language: string;
  /** by language */
  translations: Record<string, string>;
  shownAs: string;
  /** written by the conveners to begin with, or imported */
  seed: boolean;
  /** moderated out already in the conversation that it came with */
  leftOut: boolean;
  state: ContributionState;
  createdAt: Date;
};

const columns = sql`n.id as "contributionId", n.number, n.text, s.language, n.shown_as as "shownAs", n.way = 'seed' as seed,
  s.left_out as "leftOut", n.state, n.created_at as "createdAt",
  coalesce((select jsonb_object_agg(r.language, r.text) from consultations.statement_translation r
    where r.consultation_id = s.consultation_id and r.contribution_id = s.contribution_id), '{}') as translations`;

/** All of a map, by number: at most some thousand. */
export async function statementsOf(db: Db, consultationId: string): Promise<Statement[]> {
  const { rows } = await sql<Statement>`select ${columns} from consultations.statement s
    join consultations.contribution n on n.id = s.contribution_id
    where s.consultation_id = ${consultationId} order by n.number`.execute(db);
  return rows;
}

export async function statementByNumber(
  db: Db,
  consultationId: string,
  number: number,
): Promise<Statement | undefined> {
  const { rows } = await sql<Statement>`select ${columns} from consultations.contribution n
    join consultations.statement s on s.contribution_id = n.id
    where n.consultation_id = ${consultationId} and n.kind = 'statement' and n.number = ${number}`.execute(db);
  return rows[0];
}

export async function insertStatement(
  tx: Tx,
  row: { contributionId: string; consultationId: string; language: string },
): Promise<void> {
  await sql`insert into consultations.statement (contribution_id, consultation_id, language)
    values (${row.contributionId}, ${row.consultationId}, ${row.language})`.execute(tx);
}

/** An empty text takes the translation away. */
export async function putTranslation(
  tx: Tx,
  row: { consultationId: string; contributionId: string; language: string; text: string },
): Promise<void> {
  const { consultationId, contributionId, language, text } = row;
  if (text === '')
    await sql`delete from consultations.statement_translation where consultation_id = ${consultationId}
      and contribution_id = ${contributionId} and language = ${language}`.execute(tx);
  else
    await sql`insert into consultations.statement_translation (consultation_id, contribution_id, language, text)
      values (${consultationId}, ${contributionId}, ${language}, ${text})
      on conflict (consultation_id, contribution_id, language) do update set text = excluded.text`.execute(tx);
}

/** What conveners made of somebody's words goes with the words. */
export async function dropTranslations(tx: Tx, contributionId: string): Promise<void> {
  await sql`delete from consultations.statement_translation where contribution_id = ${contributionId}`.execute(tx);
}

export type ImportedStatement = { id: string; number: number; text: string; language: string; leftOut: boolean };

/** Statements of an older conversation, with numbers of their own; moves the numbering past them. */
export async function insertImportedStatements(
  tx: Tx,
  consultationId: string,
  shownAs: string,
  at: Date,
  rows: readonly ImportedStatement[],
): Promise<void> {
  const json = JSON.stringify(rows);
  await sql`insert into consultations.contribution (id, consultation_id, kind, number, shown_as, way, text, state, created_at)
    select r.id, ${consultationId}, 'statement', r.number, ${shownAs}, 'seed', r.text,
      case when r."leftOut" then 'hidden' else 'visible' end, ${at}
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, number int, text text, "leftOut" boolean)`.execute(tx);
  await sql`insert into consultations.statement (contribution_id, consultation_id, language, left_out)
    select r.id, ${consultationId}, r.language, r."leftOut"
    from jsonb_to_recordset(${json}::jsonb) as r (id uuid, language text, "leftOut" boolean)`.execute(tx);
  await sql`insert into consultations.numbering (consultation_id, kind, last_number)
    values (${consultationId}, 'statement', ${Math.max(...rows.map(({ number }) => number))})
    on conflict (consultation_id, kind) do update set last_number = greatest(numbering.last_number, excluded.last_number)`.execute(
    tx,
  );
}

/** Numbers of the published rules under which statements of a map are hidden, by contribution. */
export async function standingRules(db: Db, consultationId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; rule: string }>`select m.contribution_id as id, m.rule_number as rule
    from consultations.moderation m where m.consultation_id = ${consultationId}
      and m.ruling is distinct from 'restored'`.execute(db);
  return new Map(rows.map(({ id, rule }) => [id, rule]));
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Answers } from '../questionnaire.rules.ts';

/** Who holds a draft: an account, an invitation, or whoever has the token. */
export type Holder =
  | { kind: 'account'; id: string }
  | { kind: 'invitation'; id: string }
  | { kind: 'token'; hash: Buffer };

export type Draft = {
  surveyId: string;
  id: string;
  formVersion: number;
  /** language of the questionnaire */
  locale: string;
  seed: string;
  answers: Answers;
  /** section reached */
  page: string;
  startedAt: Date;
  savedAt: Date;
  version: number;
};

const columns = sql`survey_id as "surveyId", id, form_version as "formVersion", locale, seed, answers, page,
  started_at as "startedAt", saved_at as "savedAt", version`;

const heldBy = (holder: Holder) =>
  holder.kind === 'account'
    ? sql`account_id = ${holder.id}`
    : holder.kind === 'invitation'
      ? sql`invitation_id = ${holder.id}`
      : sql`token_hash = ${holder.hash}`;

export async function draftOf(db: Db, surveyId: string, holder: Holder): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`select ${columns} from surveys.draft
    where survey_id = ${surveyId} and ${heldBy(holder)}`.execute(db);
  return rows[0];
}

/** @returns false where this holder has begun already */
export async function insertDraft(
  tx: Tx,
  at: Date,
  draft: Pick<Draft, 'surveyId' | 'id' | 'formVersion' | 'locale' | 'seed' | 'page'> & { holder: Holder },
): Promise<boolean> {
  const { holder } = draft;
  const { numAffectedRows } = await sql`insert into surveys.draft (survey_id, id, account_id, invitation_id, token_hash,
      form_version, locale, seed, page, started_at, saved_at)
    values (${draft.surveyId}, ${draft.id}, ${holder.kind === 'account' ? holder.id : null},
      ${holder.kind === 'invitation' ? holder.id : null}, ${holder.kind === 'token' ? holder.hash : null},
      ${draft.formVersion}, ${draft.locale}, ${draft.seed}, ${draft.page}, ${at}, ${at})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Locks it until the end of the transaction. */
export async function lockDraft(tx: Tx, surveyId: string, holder: Holder): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`select ${columns} from surveys.draft
    where survey_id = ${surveyId} and ${heldBy(holder)} for update`.execute(tx);
  return rows[0];
}

export async function saveDraft(
  tx: Tx,
  at: Date,
  draft: Pick<Draft, 'surveyId' | 'id' | 'formVersion' | 'locale' | 'answers' | 'page'>,
): Promise<void> {
  await sql`update surveys.draft set answers = ${JSON.stringify(draft.answers)}::jsonb, form_version = ${draft.formVersion},
      locale = ${draft.locale}, page = ${draft.page}, saved_at = ${at}, version = version + 1
    where survey_id = ${draft.surveyId} and id = ${draft.id}`.execute(tx);
}

/** Takes drafts away that are as they were read. @returns ids of those */
export async function takeDrafts(
  tx: Tx,
  drafts: readonly Pick<Draft, 'surveyId' | 'id' | 'version'>[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`delete from surveys.draft d
    using unnest(${drafts.map(({ surveyId }) => surveyId)}::uuid[], ${drafts.map(({ id }) => id)}::uuid[],
      ${drafts.map(({ version }) => version)}::int[]) g (survey_id, id, version)
    where d.survey_id = g.survey_id and d.id = g.id and d.version = g.version returning d.id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Throws somebody's draft away. @returns its id */
export async function deleteDraft(tx: Tx, surveyId: string, holder: Holder): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string;
  }>`delete from surveys.draft where survey_id = ${surveyId} and ${heldBy(holder)}
    returning id`.execute(tx);
  return rows[0]?.id;
}

/** Some drafts of surveys that were over before then, or called off. */
export async function deleteOldDrafts(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<{ surveyId: string; id: string }[]> {
  const { rows } = await sql<{ surveyId: string; id: string }>`delete from surveys.draft d
    using (select d.survey_id, d.id from surveys.draft d join surveys.survey s on s.id = d.survey_id
      where s.ends_at < ${before} or s.state = 'cancelled' limit ${limit}) old
    where d.survey_id = old.survey_id and d.id = old.id returning d.survey_id as "surveyId", d.id`.execute(tx);
  return rows;
}

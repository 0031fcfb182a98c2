import { newId, sql, type Tx } from '../../../kernel/db/index.ts';
import type { ContributionState, ContributionWay } from '../consultations.rules.ts';

export type MadeOpinion = {
  text: string;
  anchor?: string | null;
  versionNo?: number;
  accountId?: string | null;
  shownAs?: string;
  way?: ContributionWay;
  state?: ContributionState;
  /** number of the opinion that it answers */
  answers?: number;
};

/** Writes opinions straight into the tables, numbered after those that are there. @returns their first number */
export async function insertOpinions(
  tx: Tx,
  consultationId: string,
  rows: readonly MadeOpinion[],
  at: Date,
): Promise<number> {
  const { rows: last } = await sql<{ number: number }>`
    insert into consultations.numbering (consultation_id, kind, last_number) values (${consultationId}, 'comment', ${rows.length})
    on conflict (consultation_id, kind) do update set last_number = numbering.last_number + ${rows.length}
    returning last_number as number`.execute(tx);
  const first = (last[0]?.number ?? rows.length) - rows.length + 1;
  const made = rows.map((row, index) => ({
    id: newId(),
    number: first + index,
    account: row.accountId ?? null,
    shown_as: row.shownAs ?? 'somebody',
    way: row.way ?? 'web',
    staff: row.way && row.way !== 'web' ? newId() : null,
    words: row.text,
    state: row.state ?? 'visible',
    anchor: row.anchor ?? null,
    version: row.anchor ? (row.versionNo ?? 1) : null,
    answers: row.answers ?? null,
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as g (id uuid, number integer, account uuid,
    shown_as text, way text, staff uuid, words text, state text, anchor text, version integer, answers integer)`;
  await sql`insert into consultations.contribution (id, consultation_id, kind, number, account_id, shown_as, way, entered_by,
      text, state, created_at)
    select g.id, ${consultationId}, 'comment', g.number, g.account, g.shown_as, g.way, g.staff, g.words, g.state, ${at}
    from ${given}`.execute(tx);
  await sql`insert into consultations.comment (contribution_id, consultation_id, anchor, version_no, parent_id)
    select g.id, ${consultationId}, g.anchor, g.version, p.id from ${given}
    left join consultations.contribution p on p.consultation_id = ${consultationId} and p.kind = 'comment'
      and p.number = g.answers`.execute(tx);
  return first;
}

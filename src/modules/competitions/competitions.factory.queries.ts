import { sql, type Tx } from '../../kernel/db/index.ts';

/** Test data, written straight. */
export async function insertMadeCompetition(
  tx: Tx,
  given: {
    id: string;
    slug: string;
    format: string;
    title: string;
    mode: string;
    approvalNumber: string;
    state: string;
    departmentId: string;
    categories: { id: string; position: number; name: string }[];
    stages: {
      id: string;
      position: number;
      kind: string;
      title: string;
      startsAt: Date;
      endsAt: Date;
      settings: unknown;
      closedAt: Date | null;
    }[];
    at: Date;
  },
): Promise<void> {
  const { id, at, state } = given;
  await sql`insert into competitions.competition (id, slug, format, title, department_id, mode, approval_number, state,
      cancel_reason, created_at, opened_at, final_at, complaint_phone)
    values (${id}, ${given.slug}, ${given.format}, ${given.title}, ${given.departmentId}, ${given.mode},
      ${given.approvalNumber}, ${state}, ${state === 'cancelled' ? 'called off' : ''}, ${at}, ${state === 'draft' ? null : at},
      ${state === 'final' ? at : null}, '0800-555-0190')`.execute(tx);
  await sql`insert into competitions.category (id, competition_id, position, name)
    select c.id, ${id}, c.position, c.name
    from jsonb_to_recordset(${JSON.stringify(given.categories)}::jsonb) as c(id uuid, position int, name text)`.execute(
    tx,
  );
  await sql`insert into competitions.stage (id, competition_id, position, kind, title, starts_at, ends_at, settings, closed_at)
    select s.id, ${id}, s.position, s.kind, s.title, s."startsAt", s."endsAt", s.settings, s."closedAt"
    from jsonb_to_recordset(${JSON.stringify(given.stages)}::jsonb) as s(id uuid, position int, kind text, title text,
      "startsAt" timestamptz, "endsAt" timestamptz, settings jsonb, "closedAt" timestamptz)`.execute(tx);
}

export async function insertMadeEntry(
  tx: Tx,
  given: {
    id: string;
    competitionId: string;
    categoryId: string;
    way: string;
    accountId: string | null;
    title: string;
    byLine: string;
    body: string;
    state: string;
    late: boolean;
    at: Date;
  },
): Promise<{ id: string; number: number }> {
  const { rows } = await sql<{ id: string; number: number }>`
    with numbered as (update competitions.competition set last_number = last_number + 1 where id = ${given.competitionId}
      returning last_number)
    insert into competitions.entry (id, competition_id, category_id, number, way, account_id, title, by_line, body, state,
      created_at, updated_at, submitted_at, late)
    select ${given.id}, ${given.competitionId}, ${given.categoryId}, last_number, ${given.way}, ${given.accountId},
      ${given.title}, ${given.byLine}, ${given.body}, ${given.state}, ${given.at}, ${given.at}, ${given.at}, ${given.late}
    from numbered returning id, number`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('the entry was not written');
  return row;
}

export async function insertMadeDuty(
  tx: Tx,
  given: { id: string; competitionId: string; accountId: string; duty: string; shownAs: string; at: Date },
): Promise<void> {
  await sql`insert into competitions.duty (id, competition_id, account_id, duty, shown_as, asked_at, accepted_at)
    values (${given.id}, ${given.competitionId}, ${given.accountId}, ${given.duty}, ${given.shownAs}, ${given.at},
      ${given.at})`.execute(tx);
}

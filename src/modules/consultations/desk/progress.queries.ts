import { type Db, sql } from '../../../kernel/db/index.ts';

const standing = sql`n.kind = 'comment' and n.state = 'visible' and c.parent_id is null`;

export type Progress = { all: number; decided: number };

export type ParagraphProgress = Progress & { anchor: string | null; heaps: number };
export type PersonProgress = Progress & { accountId: string | null };

export async function progressOf(db: Db, consultationId: string): Promise<Progress> {
  const { rows } = await sql<Progress>`select count(*)::integer as all, count(d.outcome)::integer as decided
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and ${standing}`.execute(db);
  return rows[0] ?? { all: 0, decided: 0 };
}

/** By paragraph, with how many different things are said. */
export async function progressByParagraph(db: Db, consultationId: string): Promise<ParagraphProgress[]> {
  const { rows } = await sql<ParagraphProgress>`select c.anchor, count(*)::integer as all,
      count(d.outcome)::integer as decided, count(distinct coalesce(l.head, n.number))::integer as heaps
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.likeness l on l.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and ${standing} group by c.anchor`.execute(db);
  return rows;
}

/** By whom the opinions were given to; null: nobody yet. */
export async function progressByPerson(db: Db, consultationId: string): Promise<PersonProgress[]> {
  const { rows } = await sql<PersonProgress>`select a.account_id as "accountId", count(*)::integer as all,
      count(d.outcome)::integer as decided
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    left join consultations.assignment a on a.contribution_id = n.id
    left join consultations.decision d on d.contribution_id = n.id
    where n.consultation_id = ${consultationId} and ${standing} group by a.account_id`.execute(db);
  return rows;
}

import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** @returns its number in the other call */
export async function moveToCall(
  tx: Tx,
  { id, from, number, to, at }: { id: string; from: string; number: number; to: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into consultations.numbering (consultation_id, kind, last_number) values (${to}, 'idea', 1)
    on conflict (consultation_id, kind) do update set last_number = numbering.last_number + 1
    returning last_number as last`.execute(tx);
  const next = rows[0]?.last ?? 1;
  await sql`insert into consultations.idea_moved (from_consultation_id, from_number, contribution_id, at)
    values (${from}, ${number}, ${id}, ${at})`.execute(tx);
  // The token belongs to a form of the other call.
  await sql`update consultations.contribution set consultation_id = ${to}, number = ${next}, form_token = null
    where id = ${id}`.execute(tx);
  // The same category there, where it has one of this name.
  await sql`update consultations.idea i set consultation_id = ${to}, category_id = (
      select there.id from consultations.idea_category here
      join consultations.idea_category there on there.name = here.name and there.consultation_id = ${to} and not there.closed
      where here.id = i.category_id) where i.contribution_id = ${id}`.execute(tx);
  await sql`update consultations.support set consultation_id = ${to} where contribution_id = ${id}`.execute(tx);
  await sql`update consultations.moderation set consultation_id = ${to} where contribution_id = ${id}`.execute(tx);
  await sql`update consultations.report set consultation_id = ${to} where contribution_id = ${id}`.execute(tx);
  return next;
}

export type Moved = { slug: string; number: number };

/** Where an idea is that stood here before; what was moved twice is found where it is now. */
export async function movedTo(db: Db, consultationId: string, number: number): Promise<Moved | undefined> {
  const { rows } = await sql<Moved>`select c.slug, n.number from consultations.idea_moved m
    join consultations.contribution n on n.id = m.contribution_id
    join consultations.consultation c on c.id = n.consultation_id
    where m.from_consultation_id = ${consultationId} and m.from_number = ${number}`.execute(db);
  return rows[0];
}

export type Move = { at: Date; slug: string; title: string; number: number };

/** Where it stood before, the first first. */
export async function movesOf(db: Db, contributionId: string): Promise<Move[]> {
  const { rows } = await sql<Move>`select m.at, c.slug, c.title, m.from_number as number
    from consultations.idea_moved m join consultations.consultation c on c.id = m.from_consultation_id
    where m.contribution_id = ${contributionId} order by m.at`.execute(db);
  return rows;
}

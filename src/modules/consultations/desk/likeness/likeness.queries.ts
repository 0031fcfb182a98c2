import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

/** Opinions that count as such: no answers to others, still public. */
const standing = sql`n.kind = 'comment' and n.state = 'visible' and c.parent_id is null`;

/**
 * Paragraphs (null: the whole text) where an opinion came in, was changed or went since they were compared.
 */
export async function staleParagraphs(db: Db, consultationId: string): Promise<(string | null)[]> {
  const { rows } = await sql<{ anchor: string | null }>`
    select distinct c.anchor from consultations.contribution n
    join consultations.comment c on c.contribution_id = n.id
    left join consultations.likeness l on l.contribution_id = n.id
    where n.consultation_id = ${consultationId}
      and ((${standing} and (l.digest is null or l.digest <> md5(n.text))) or (l.digest is not null and not (${standing})))
    order by c.anchor`.execute(db);
  return rows.map(({ anchor }) => anchor);
}

/** Consultations in which something waits to be compared. */
export async function staleConsultations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select k.id from consultations.consultation k
    where k.kind = 'draft' and k.state in ('open', 'answered') and exists (
      select from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
      left join consultations.likeness l on l.contribution_id = n.id
      where n.consultation_id = k.id
        and ((${standing} and (l.digest is null or l.digest <> md5(n.text))) or (l.digest is not null and not (${standing}))))
    order by k.id`.execute(db);
  return rows.map(({ id }) => id);
}

export type Comparable = { id: string; number: number; text: string; digest: string };

export async function opinionsToCompare(db: Db, consultationId: string, anchor: string | null): Promise<Comparable[]> {
  const { rows } = await sql<Comparable>`select n.id, n.number, n.text, md5(n.text) as digest
    from consultations.contribution n join consultations.comment c on c.contribution_id = n.id
    where n.consultation_id = ${consultationId} and c.anchor is not distinct from ${anchor} and ${standing}
    order by n.number`.execute(db);
  return rows;
}

/** Keeps what was found for one paragraph, and forgets what is no longer there. */
export async function replaceLikeness(
  tx: Tx,
  consultationId: string,
  anchor: string | null,
  rows: readonly { id: string; head: number; digest: string }[],
): Promise<void> {
  await sql`delete from consultations.likeness l using consultations.comment c
    where c.contribution_id = l.contribution_id and l.consultation_id = ${consultationId}
      and c.anchor is not distinct from ${anchor}
      and not (l.contribution_id = any(${rows.map(({ id }) => id)}::uuid[]))`.execute(tx);
  await sql`insert into consultations.likeness (contribution_id, consultation_id, head, digest)
    select given.id, ${consultationId}, given.head, given.digest
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ head }) => head)}::integer[],
      ${rows.map(({ digest }) => digest)}::text[]) as given (id, head, digest)
    on conflict (contribution_id) do update set head = excluded.head, digest = excluded.digest
    where likeness.head <> excluded.head or likeness.digest <> excluded.digest`.execute(tx);
}

/** One job at a time compares the opinions of a consultation. */
export async function lockLikeness(tx: Tx, consultationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`likeness ${consultationId}`}, 0))`.execute(tx);
}

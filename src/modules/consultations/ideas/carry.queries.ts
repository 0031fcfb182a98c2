import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/**
 * Brings the support of an idea to the one that it goes into: each person counts there once. Nobody supports an idea of their
 * own, so its author's stays behind. The rows of both ideas are locked before: nobody's click falls between.
 */
export async function carrySupports(
  tx: Tx,
  given: { fromId: string; leadId: string; leadAuthorId: string | null; consultationId: string; at: Date },
): Promise<void> {
  const { fromId, leadId, leadAuthorId, consultationId, at } = given;
  await sql`
    with bring as (
      select s.account_id from consultations.support s
      where s.contribution_id = ${fromId} and s.account_id is distinct from ${leadAuthorId}::uuid
    ), placed as (
      insert into consultations.support (consultation_id, contribution_id, account_id, at)
      select ${consultationId}, ${leadId}, account_id, ${at} from bring
      on conflict do nothing returning account_id
    )
    insert into consultations.idea_carried (from_id, account_id, lead_id, at, added)
    select ${fromId}, b.account_id, ${leadId}, ${at}, p.account_id is not null
    from bring b left join placed p on p.account_id = b.account_id`.execute(tx);
}

/**
 * Takes the support of an idea back from the one that it went into. Whoever took their support back there in the
 * meantime took it back from both; what another merged idea brought as well stays as that one's.
 */
export async function returnSupports(tx: Tx, { fromId, leadId }: { fromId: string; leadId: string }): Promise<void> {
  await sql`delete from consultations.support s using consultations.idea_carried c
    where c.from_id = ${fromId} and s.contribution_id = ${fromId} and s.account_id = c.account_id
      and not exists (select from consultations.support l
        where l.contribution_id = ${leadId} and l.account_id = c.account_id)`.execute(tx);
  // Of several that brought the same person, the one with the smallest id takes over.
  await sql`update consultations.idea_carried o set added = true, at = mine.at
    from consultations.idea_carried mine
    join consultations.support l on l.contribution_id = ${leadId} and l.account_id = mine.account_id and l.at = mine.at
    where mine.from_id = ${fromId} and mine.added
      and o.lead_id = ${leadId} and o.account_id = mine.account_id and o.from_id = (select min(x.from_id::text)::uuid
        from consultations.idea_carried x
        where x.lead_id = ${leadId} and x.account_id = mine.account_id and x.from_id <> ${fromId})`.execute(tx);
  await sql`delete from consultations.support l using consultations.idea_carried c
    where c.from_id = ${fromId} and c.added and l.contribution_id = ${leadId} and l.account_id = c.account_id and l.at = c.at
      and not exists (select from consultations.idea_carried o
        where o.lead_id = ${leadId} and o.account_id = c.account_id and o.from_id <> ${fromId})`.execute(tx);
  await sql`delete from consultations.idea_carried where from_id = ${fromId}`.execute(tx);
}

/** Counts the support of ideas anew; their rows are locked before, so that nobody's click falls between. */
export async function recountSupports(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update consultations.contribution n set supports = (select count(*) from consultations.support s
      where s.contribution_id = n.id)
    where n.id = any(${ids}::uuid[])`.execute(tx);
}

export async function setMerged(tx: Tx, id: string, into: { leadId: string; at: Date } | null): Promise<void> {
  await sql`update consultations.idea set merged_into = ${into?.leadId ?? null}, merged_at = ${into?.at ?? null}
    where contribution_id = ${id}`.execute(tx);
}

/** Ideas that went into this one. */
export async function mergedInto(tx: Tx, leadId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select contribution_id as id from consultations.idea
    where merged_into = ${leadId} order by merged_at, contribution_id`.execute(tx);
  return rows.map(({ id }) => id);
}

export type Joined = { id: string; number: number; title: string; shownAs: string; mergedAt: Date };

/** Ideas that went into this one, for its page. */
export async function joinedIdeas(db: Db, leadId: string): Promise<Joined[]> {
  const { rows } = await sql<Joined>`select n.id, n.number, i.title, n.shown_as as "shownAs", i.merged_at as "mergedAt"
    from consultations.idea i join consultations.contribution n on n.id = i.contribution_id
    where i.merged_into = ${leadId} and n.state = 'merged' order by i.merged_at, n.number limit 200`.execute(db);
  return rows;
}

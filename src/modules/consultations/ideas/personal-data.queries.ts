import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Thanks by name; ideas themselves are counted with everything that people handed in. */
export async function countThanks(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from consultations.idea_thanks
    where account_id = ${accountId}`.execute(db);
  return rows[0]?.count ?? 0;
}

type HeldIdea = { districtId: string | null } & Record<string, unknown>;

/** What ideas have beside their words, and the thanks. */
export async function exportIdeasOf(
  db: Db,
  accountId: string,
  districtName: (id: string | null) => string,
): Promise<Record<string, unknown>> {
  const ideas =
    await sql<HeldIdea>`select c.title as consultation, n.number, i.title, g.name as category, i.district_id as "districtId",
      i.place, i.lon, i.lat, i.stage, i.outcome, i.answered_at as "answeredAt", i.done_at as "doneAt"
    from consultations.contribution n join consultations.idea i on i.contribution_id = n.id
    join consultations.consultation c on c.id = n.consultation_id
    left join consultations.idea_category g on g.id = i.category_id
    where n.account_id = ${accountId} order by n.created_at, n.id`.execute(db);
  const thanks =
    await sql`select c.title as consultation, n.number, h.shown_as as "shownAs", h.code, h.agreed_at as "agreedAt",
      h.revoked_at as "revokedAt"
    from consultations.idea_thanks h join consultations.contribution n on n.id = h.contribution_id
    join consultations.consultation c on c.id = n.consultation_id
    where h.account_id = ${accountId} order by h.agreed_at`.execute(db);
  return {
    ideas: ideas.rows.map(({ districtId, ...idea }) => ({ ...idea, district: districtName(districtId) })),
    thanks: thanks.rows,
  };
}

/** The account goes: its name from thanks and certificates, and who it was that supported something before a merge. */
export async function eraseIdeasOf(tx: Tx, accountId: string, at: Date): Promise<void> {
  await sql`update consultations.idea_thanks set shown_as = '', account_id = null, revoked_at = coalesce(revoked_at, ${at})
    where account_id = ${accountId}`.execute(tx);
  await sql`delete from consultations.idea_carried where account_id = ${accountId}`.execute(tx);
}

/** Two accounts of one person become one. What both had supported counts once, before and after a split. */
export async function moveIdeasOf(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update consultations.idea_thanks set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`delete from consultations.idea_carried c where c.account_id = ${from} and exists (
      select from consultations.idea_carried o where o.from_id = c.from_id and o.account_id = ${to})`.execute(tx);
  await sql`update consultations.idea_carried set account_id = ${to} where account_id = ${from}`.execute(tx);
}

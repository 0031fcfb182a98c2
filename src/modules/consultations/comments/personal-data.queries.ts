import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export async function countOfAccount(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
    (select count(*) from consultations.contribution where account_id = ${accountId})::int
    + (select count(*) from consultations.support where account_id = ${accountId})::int
    + (select count(*) from consultations.report where account_id = ${accountId})::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** All that somebody handed in, supported and reported, and what was decided about theirs. */
export async function exportOfAccount(db: Db, accountId: string): Promise<Record<string, unknown>> {
  const contributions = await sql`
    select c.title as consultation, n.kind, n.number, n.shown_as as "shownAs", n.organisation_id is not null as "forOrganisation", n.way, n.text, n.state,
      n.created_at as "createdAt", n.supports, m.anchor as paragraph, m.version_no as version
    from consultations.contribution n join consultations.consultation c on c.id = n.consultation_id
    left join consultations.comment m on m.contribution_id = n.id
    where n.account_id = ${accountId} order by n.created_at, n.id`.execute(db);
  const supports = await sql`
    select c.title as consultation, n.kind, n.number, s.at from consultations.support s
    join consultations.contribution n on n.id = s.contribution_id
    join consultations.consultation c on c.id = s.consultation_id
    where s.account_id = ${accountId} order by s.at, s.contribution_id`.execute(db);
  const reports = await sql`
    select c.title as consultation, n.kind, n.number, r.rule_number as rule, r.reason, r.at, r.outcome, r.answer
    from consultations.report r join consultations.contribution n on n.id = r.contribution_id
    join consultations.consultation c on c.id = r.consultation_id
    where r.account_id = ${accountId} order by r.at, r.id`.execute(db);
  const decisions = await sql`
    select c.title as consultation, n.kind, n.number, d.rule, d.reason, d.at, d.appeal, d.appealed_at as "appealedAt", d.ruling,
      d.ruling_reason as "rulingReason" from consultations.moderation d
    join consultations.contribution n on n.id = d.contribution_id
    join consultations.consultation c on c.id = d.consultation_id
    where n.account_id = ${accountId} order by d.at, d.id`.execute(db);
  return {
    contributions: contributions.rows,
    supports: supports.rows,
    reports: reports.rows,
    decisions: decisions.rows,
  };
}

/** Takes supports away that match, and what they counted. */
async function unsupport(tx: Tx, which: ReturnType<typeof sql>): Promise<void> {
  await sql`with gone as (delete from consultations.support s using consultations.contribution n
      where n.id = s.contribution_id and ${which} returning s.contribution_id as id)
    update consultations.contribution n set supports = n.supports - g.less
    from (select id, count(*)::int as less from gone group by id) g where n.id = g.id`.execute(tx);
}

/**
 * The account goes: what it said stays with the consultation's file under no name, what it supported is no longer counted,
 * what it reported stays without who did.
 */
export async function eraseAccount(tx: Tx, accountId: string, nobody: string): Promise<void> {
  // In the order in which those who support at the same time hold them.
  await sql`select from consultations.contribution where account_id = ${accountId} or id in
      (select contribution_id from consultations.support where account_id = ${accountId})
    order by id for no key update`.execute(tx);
  await unsupport(tx, sql`s.account_id = ${accountId}`);
  await sql`update consultations.contribution set account_id = null, form_token = null,
      shown_as = case when organisation_id is null and state <> 'withdrawn' then ${nobody} else shown_as end
    where account_id = ${accountId}`.execute(tx);
  await sql`update consultations.report set account_id = null where account_id = ${accountId}`.execute(tx);
}

/** Two accounts of one person become one: nobody counts twice, and nobody supports their own. */
export async function moveAccount(tx: Tx, from: string, to: string): Promise<void> {
  await sql`select from consultations.contribution where account_id in (${from}, ${to}) or id in
      (select contribution_id from consultations.support where account_id = ${from})
    order by id for no key update`.execute(tx);
  await sql`update consultations.contribution set account_id = ${to} where account_id = ${from}`.execute(tx);
  await unsupport(
    tx,
    sql`((s.account_id = ${from} and exists (select from consultations.support o where o.consultation_id = s.consultation_id
        and o.contribution_id = s.contribution_id and o.account_id = ${to}))
      or (s.account_id in (${from}, ${to}) and n.account_id = ${to}))`,
  );
  await sql`update consultations.support set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`delete from consultations.report r where r.account_id = ${from} and r.settled_at is null and exists (
      select from consultations.report o where o.contribution_id = r.contribution_id and o.account_id = ${to}
        and o.settled_at is null)`.execute(tx);
  await sql`update consultations.report set account_id = ${to} where account_id = ${from}`.execute(tx);
}

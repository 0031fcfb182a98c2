import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Objections, complaints and certificates of an account. */
export async function countHeld(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select (
    (select count(*) from competitions.objection where by_id = ${accountId}) +
    (select count(*) from competitions.complaint where account_id = ${accountId}) +
    (select count(*) from competitions.certificate where account_id = ${accountId}))::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function exportHeld(db: Db, accountId: string): Promise<unknown> {
  const [decisions, objections, complaints, certificates] = await Promise.all([
    sql`select c.title as competition, e.number as entry, d.decision, d.ground, d.words, d.at
      from competitions.screening_decision d join competitions.entry e on e.id = d.entry_id
      join competitions.competition c on c.id = d.competition_id where e.account_id = ${accountId} order by d.at`.execute(
      db,
    ),
    sql`select c.title as competition, e.number as entry, o.ground, o.text, o.at, o.ruled_at, o.upheld, o.answer
      from competitions.objection o join competitions.entry e on e.id = o.entry_id
      join competitions.competition c on c.id = o.competition_id where o.by_id = ${accountId} order by o.at`.execute(
      db,
    ),
    sql`select c.title as competition, p.number, p.text, p.contact, p.at, p.answered_at, p.upheld, p.answer
      from competitions.complaint p join competitions.competition c on c.id = p.competition_id
      where p.account_id = ${accountId} order by p.at`.execute(db),
    sql`select c.title as competition, t.kind, t.number, t.code, t.holder, t.role, t.issued_at, t.revoked_at
      from competitions.certificate t join competitions.competition c on c.id = t.competition_id
      where t.account_id = ${accountId} order by t.issued_at`.execute(db),
  ]);
  return {
    decisions: decisions.rows,
    objections: objections.rows,
    complaints: complaints.rows,
    certificates: certificates.rows,
  };
}

/**
 * Takes somebody out: words and ways to reach them go, rulings and answers stay. A certificate loses its name and counts no
 * more, unless it is of an entry of which they agreed that it stays with the results. An organisation's is its own: it
 * goes to whoever speaks for it now.
 */
export async function eraseHeld(tx: Tx, accountId: string, at: Date): Promise<void> {
  await sql`update competitions.objection set text = '', by_id = null where by_id = ${accountId}`.execute(tx);
  await sql`update competitions.complaint set text = '', contact = '', account_id = null
    where account_id = ${accountId}`.execute(tx);
  await sql`update competitions.certificate t set account_id = nullif(e.account_id, ${accountId})
    from competitions.entry e
    where e.id = t.entry_id and e.organisation_id is not null and t.account_id = ${accountId} and t.member = ''`.execute(
    tx,
  );
  await sql`update competitions.certificate t set account_id = null
    where t.account_id = ${accountId} and t.member = ''
      and exists (select from competitions.entry e where e.id = t.entry_id and e.keep_after)`.execute(tx);
  await sql`update competitions.certificate set holder = '', role = '', account_id = null,
      member = case when member = '' then '' else id::text end,
      revoke_reason = case when revoked_at is null then 'erased' else revoke_reason end,
      revoked_at = coalesce(revoked_at, ${at})
    where account_id = ${accountId}`.execute(tx);
}

/** A certificate of a team that both accounts have stays with the one that is kept; the other loses its account. */
export async function moveHeld(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update competitions.objection set by_id = ${to}
    where by_id = ${from} and ruled_by is distinct from ${to}`.execute(tx);
  await sql`update competitions.complaint set account_id = ${to}
    where account_id = ${from} and answered_by is distinct from ${to}`.execute(tx);
  await sql`update competitions.certificate t set account_id = ${to},
      member = case when t.member = ${from} and not exists (select from competitions.certificate o
        where o.entry_id = t.entry_id and o.member = ${to}) then ${to} else t.member end
    where t.account_id = ${from}`.execute(tx);
}

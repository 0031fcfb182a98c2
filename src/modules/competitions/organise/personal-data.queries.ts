import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Duties and remarks of somebody. */
export async function countDutyData(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select (select count(*) from competitions.duty where account_id = ${accountId})::int
    + (select count(*) from competitions.public_note where author_id = ${accountId})::int as n`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function dutyDataOf(db: Db, accountId: string): Promise<Record<string, unknown>> {
  const duties = await sql`select c.title as competition, d.duty, d.shown_as as "shownAs", d.asked_at as "askedAt",
      d.accepted_at as "acceptedAt", d.ended_at as "endedAt", d.end_reason as "endReason"
    from competitions.duty d join competitions.competition c on c.id = d.competition_id
    where d.account_id = ${accountId} order by d.asked_at, d.id`.execute(db);
  const remarks = await sql`select c.title as competition, n.at, n.text, n.shown_as as "shownAs"
    from competitions.public_note n join competitions.competition c on c.id = n.competition_id
    where n.author_id = ${accountId} order by n.at, n.id`.execute(db);
  const steps = await sql`select c.title as competition, s.at, s.act, s.by_as as "as"
    from competitions.step s join competitions.competition c on c.id = s.competition_id
    where s.by_id = ${accountId} order by s.at, s.id limit 10000`.execute(db);
  return { duties: duties.rows, remarks: remarks.rows, steps: steps.rows };
}

/** Ends what somebody still had to do and takes their name off; what was done stays in the record without it. */
export async function eraseDutyData(tx: Tx, accountId: string, at: Date): Promise<void> {
  await sql`update competitions.duty set ended_at = ${at}, end_reason = 'erased'
    where account_id = ${accountId} and ended_at is null`.execute(tx);
  await sql`update competitions.duty set shown_as = '—' where account_id = ${accountId}`.execute(tx);
  await sql`update competitions.public_note set shown_as = '', author_id = null where author_id = ${accountId}`.execute(
    tx,
  );
}

/** Puts duties of one account under another of the same person; of one and the same duty the open one of the other stays. */
export async function joinDuties(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  await sql`update competitions.duty d set ended_at = ${at}, end_reason = 'laid_down'
    where d.account_id = ${from} and d.ended_at is null and exists (select from competitions.duty o
      where o.competition_id = d.competition_id and o.duty = d.duty and o.account_id = ${to} and o.ended_at is null)`.execute(
    tx,
  );
  await sql`update competitions.duty set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update competitions.public_note set author_id = ${to} where author_id = ${from}`.execute(tx);
}

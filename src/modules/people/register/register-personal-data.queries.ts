import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** How many rows of the register are about somebody. */
export async function countOfRegister(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from people.register_entry where account_id = ${accountId})
    + (select count(*) from people.application where account_id = ${accountId})
    + (select count(*) from people.membership where account_id = ${accountId}) as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Answers and grounds written to somebody about their memberships, erased with the account. */
export async function eraseMembershipTexts(tx: Tx, accountId: string): Promise<void> {
  await sql`update people.renewal r set note = '', reasons = '' from people.membership m
    where m.id = r.membership_id and m.account_id = ${accountId}`.execute(tx);
  await sql`update people.suspension s set facts = '', statement = '', reasons = '', lift_reasons = '' from people.membership m
    where m.id = s.membership_id and m.account_id = ${accountId}`.execute(tx);
}

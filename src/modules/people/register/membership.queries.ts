import { newId, sql, type Tx } from '../../../kernel/db/index.ts';

/** The next member's number of a year, `M2026-0007`; held until the transaction ends, so that none is given twice. */
export async function nextMemberNumber(tx: Tx, year: number): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('people.member_number'))`.execute(tx);
  const prefix = `M${year}-`;
  const row = await tx
    .selectFrom('people.membership')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('number', 'like', `${prefix}%`)
    .executeTakeFirst();
  const last = row?.last ? Number(row.last.slice(prefix.length)) : 0;
  return `${prefix}${String(last + 1).padStart(4, '0')}`;
}

/** Makes somebody a member for one term. The unique index refuses a second membership of the same account. */
export async function insertMembership(
  tx: Tx,
  given: { accountId: string; number: string; startsOn: string; endsOn: string; by: string | null; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.membership')
    .values({
      id,
      account_id: given.accountId,
      number: given.number,
      state: 'active',
      since: given.startsOn,
      ends_on: given.endsOn,
    })
    .execute();
  await tx
    .insertInto('people.membership_term')
    .values({
      id: newId(),
      membership_id: id,
      starts_on: given.startsOn,
      ends_on: given.endsOn,
      granted_by: given.by,
      granted_at: given.at,
    })
    .execute();
  return id;
}

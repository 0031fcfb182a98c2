import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

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

export type MembershipRow = {
  id: string;
  accountId: string;
  number: string;
  state: 'active' | 'suspended' | 'ended';
  since: string;
  endsOn: string;
  endedAt: Date | null;
  endReason: 'left' | 'term_over' | 'excluded' | 'erased' | null;
};

const columns = sql`m.id, m.account_id as "accountId", m.number, m.state, m.since, m.ends_on as "endsOn", m.ended_at as "endedAt",
  m.end_reason as "endReason"`;

/** Every membership that somebody had, the newest first. */
export async function membershipsOf(db: Db, accountId: string): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`select ${columns} from people.membership m where m.account_id = ${accountId}
    order by m.since desc, m.id desc limit 50`.execute(db);
  return rows;
}

export async function findMembership(db: Db, number: string): Promise<MembershipRow | undefined> {
  const { rows } =
    await sql<MembershipRow>`select ${columns} from people.membership m where m.number = ${number}`.execute(db);
  return rows[0];
}

export type Term = { startsOn: string; endsOn: string; grantedBy: string | null; grantedAt: Date };

export async function termsOf(db: Db, membershipId: string): Promise<Term[]> {
  const { rows } = await sql<Term>`select starts_on as "startsOn", ends_on as "endsOn", granted_by as "grantedBy",
    granted_at as "grantedAt" from people.membership_term where membership_id = ${membershipId} order by starts_on`.execute(
    db,
  );
  return rows;
}

/** One more term; the unique key refuses a second one that begins on the same day. */
export async function addTerm(
  tx: Tx,
  membershipId: string,
  term: { startsOn: string; endsOn: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.membership_term')
    .values({
      id: newId(),
      membership_id: membershipId,
      starts_on: term.startsOn,
      ends_on: term.endsOn,
      granted_by: term.by,
      granted_at: term.at,
    })
    .execute();
  await tx.updateTable('people.membership').set({ ends_on: term.endsOn }).where('id', '=', membershipId).execute();
}

export async function setMembershipState(tx: Tx, membershipId: string, state: 'active' | 'suspended'): Promise<void> {
  await tx.updateTable('people.membership').set({ state }).where('id', '=', membershipId).execute();
}

export async function closeMembership(
  tx: Tx,
  membershipId: string,
  given: { reason: NonNullable<MembershipRow['endReason']>; at: Date },
): Promise<void> {
  await tx
    .updateTable('people.membership')
    .set({ state: 'ended', ended_at: given.at, end_reason: given.reason })
    .where('id', '=', membershipId)
    .execute();
}

/** Terms in force that are over, unless the member asked in time to go on and waits for an answer. */
export async function termsOver(db: Db, today: string, limit: number): Promise<{ accountId: string }[]> {
  const { rows } = await sql<{ accountId: string }>`select m.account_id as "accountId" from people.membership m
    where m.state <> 'ended' and m.ends_on < ${today}::date
      and not exists (select from people.renewal r where r.membership_id = m.id and r.state = 'asked')
    order by m.ends_on, m.id limit ${limit}`.execute(db);
  return rows;
}

/** Members whose term ends by a day and who have not asked to go on; keyset by id. */
export async function termsEnding(
  db: Db,
  range: { from: string; until: string },
  after: string | null,
  limit: number,
): Promise<{ id: string; accountId: string; endsOn: string }[]> {
  const { rows } = await sql<{ id: string; accountId: string; endsOn: string }>`
    select m.id, m.account_id as "accountId", m.ends_on as "endsOn" from people.membership m
    where m.state <> 'ended' and m.ends_on between ${range.from}::date and ${range.until}::date
      and (${after}::uuid is null or m.id > ${after}::uuid)
      and not exists (select from people.renewal r where r.membership_id = m.id and r.state = 'asked')
    order by m.id limit ${limit}`.execute(db);
  return rows;
}

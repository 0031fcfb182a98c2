import { type Db, newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { ApplicationState, CheckItem } from './application.rules.ts';

export type Application = {
  id: string;
  number: string;
  accountId: string;
  nominationId: string | null;
  nominatedBy: string[];
  state: ApplicationState;
  round: number;
  referees: string;
  handedInAt: Date;
  againAt: Date[];
  stateSince: Date;
  /** YYYY-MM-DD; what was said in it is erased on that day */
  eraseOn: string | null;
};

const columns = sql`id, number, account_id as "accountId", nomination_id as "nominationId", nominated_by::text[] as "nominatedBy", state,
  round, referees, handed_in_at as "handedInAt", again_at as "againAt", state_since as "stateSince", erase_on as "eraseOn"`;

/** The next number of a year, `A2026-0012`; held until the transaction ends, so that none is given twice. */
export async function nextApplicationNumber(tx: Tx, year: number): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('people.application_number'))`.execute(tx);
  const prefix = `A${year}-`;
  const { rows } = await sql<{
    last: number;
  }>`select coalesce(max(substr(number, ${prefix.length + 1})::integer), 0) as last
    from people.application where number like ${`${prefix}%`}`.execute(tx);
  return `${prefix}${String((rows[0]?.last ?? 0) + 1).padStart(4, '0')}`;
}

/** The unique indexes refuse a second open application of an account and a second one for a nomination. */
export async function insertApplication(
  tx: Tx,
  given: {
    number: string;
    accountId: string;
    nominationId: string | null;
    nominatedBy: readonly string[];
    referees: string;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  await sql`insert into people.application (id, number, account_id, nomination_id, nominated_by, state, referees, handed_in_at, state_since)
    values (${id}, ${given.number}, ${given.accountId}, ${given.nominationId}, ${[...given.nominatedBy]}::uuid[], 'submitted',
      ${given.referees}, ${given.at}, ${given.at})`.execute(tx);
  return id;
}

export async function handInAgain(
  tx: Tx,
  id: string,
  given: { referees: string; nominatedBy: readonly string[]; at: Date },
): Promise<void> {
  await sql`update people.application set state = 'submitted', round = round + 1, referees = ${given.referees},
    nominated_by = ${[...given.nominatedBy]}::uuid[], again_at = again_at || ${given.at}::timestamptz, state_since = ${given.at}
    where id = ${id}`.execute(tx);
}

export async function setApplicationState(
  tx: Tx,
  id: string,
  given: { state: ApplicationState; at: Date; eraseOn?: string | null },
): Promise<void> {
  await tx
    .updateTable('people.application')
    .set({ state: given.state, state_since: given.at, erase_on: given.eraseOn ?? null })
    .where('id', '=', id)
    .execute();
}

/** The account's open application, held until the transaction ends. */
export async function lockOpenApplication(tx: Tx, accountId: string): Promise<Application | undefined> {
  const { rows } = await sql<Application>`select ${columns} from people.application
    where account_id = ${accountId} and state in ('submitted', 'returned', 'checked') for update`.execute(tx);
  return rows[0];
}

export async function lockApplication(tx: Tx, number: string): Promise<Application | undefined> {
  const { rows } =
    await sql<Application>`select ${columns} from people.application where number = ${number} for update`.execute(tx);
  return rows[0];
}

export async function findApplication(db: Db, number: string): Promise<Application | undefined> {
  const { rows } = await sql<Application>`select ${columns} from people.application where number = ${number}`.execute(
    db,
  );
  return rows[0];
}

/** Everything that somebody ever handed in, the newest first. */
export async function applicationsOf(db: Db, accountId: string): Promise<Application[]> {
  const { rows } = await sql<Application>`select ${columns} from people.application where account_id = ${accountId}
    order by handed_in_at desc, id desc limit 50`.execute(db);
  return rows;
}

export type ItemFinding = { ok: boolean; note: string };
export type Check = {
  round: number;
  by: string;
  at: Date;
  outcome: 'returned' | 'passed';
  items: Record<CheckItem, ItemFinding>;
  recommendation: 'approve' | 'decline' | null;
  note: string;
};

/** One check for each time an application was handed in: the unique key refuses a second. */
export async function insertCheck(tx: Tx, applicationId: string, check: Check): Promise<void> {
  const { name, contact, category, works, references } = check.items;
  await tx
    .insertInto('people.application_check')
    .values({
      id: newId(),
      application_id: applicationId,
      round: check.round,
      checked_by: check.by,
      checked_at: check.at,
      outcome: check.outcome,
      name_ok: name.ok,
      name_note: name.note,
      contact_ok: contact.ok,
      contact_note: contact.note,
      category_ok: category.ok,
      category_note: category.note,
      works_ok: works.ok,
      works_note: works.note,
      references_ok: references.ok,
      references_note: references.note,
      recommendation: check.recommendation,
      note: check.note,
    })
    .execute();
}

export async function checksOf(db: Db, applicationId: string): Promise<Check[]> {
  const rows = await db
    .selectFrom('people.application_check')
    .selectAll()
    .where('application_id', '=', applicationId)
    .orderBy('round')
    .execute();
  return rows.map((row) => ({
    round: row.round,
    by: row.checked_by,
    at: row.checked_at,
    outcome: row.outcome as Check['outcome'],
    items: {
      name: { ok: row.name_ok, note: row.name_note },
      contact: { ok: row.contact_ok, note: row.contact_note },
      category: { ok: row.category_ok, note: row.category_note },
      works: { ok: row.works_ok, note: row.works_note },
      references: { ok: row.references_ok, note: row.references_note },
    },
    recommendation: row.recommendation as Check['recommendation'],
    note: row.note,
  }));
}

export type Decision = { approved: boolean; reasons: string; by: string; at: Date };

/** One decision on an application: the primary key refuses a second. */
export async function insertDecision(tx: Tx, applicationId: string, decision: Decision): Promise<void> {
  await tx
    .insertInto('people.application_decision')
    .values({
      application_id: applicationId,
      approved: decision.approved,
      reasons: decision.reasons,
      decided_by: decision.by,
      decided_at: decision.at,
    })
    .execute();
}

export async function decisionOn(db: Db, applicationId: string): Promise<Decision | undefined> {
  const row = await db
    .selectFrom('people.application_decision')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst();
  return row && { approved: row.approved, reasons: row.reasons, by: row.decided_by, at: row.decided_at };
}

/**
 * Takes out of one application, or of all of an account, what the person and others wrote; states, dates and who decided
 * stay. The reasons of a decision stay too unless `reasons` is asked for.
 */
export async function eraseApplicationTexts(
  tx: Tx,
  of: { applicationId: string } | { accountId: string },
  { reasons }: { reasons: boolean },
): Promise<void> {
  const which = 'applicationId' in of ? sql`a.id = ${of.applicationId}` : sql`a.account_id = ${of.accountId}`;
  await sql`update people.application a set referees = '', erase_on = null where ${which}`.execute(tx);
  await sql`update people.application_check c set name_note = '', contact_note = '', category_note = '', works_note = '',
    references_note = '', note = '' from people.application a where a.id = c.application_id and ${which}`.execute(tx);
  if (reasons)
    await sql`update people.application_decision d set reasons = '' from people.application a
      where a.id = d.application_id and ${which}`.execute(tx);
}

/** Declined applications whose day of erasure has come. */
export async function applicationsToErase(
  db: Db,
  today: string,
  limit: number,
): Promise<{ number: string; accountId: string }[]> {
  const { rows } = await sql<{
    number: string;
    accountId: string;
  }>`select number, account_id as "accountId" from people.application
    where erase_on <= ${today}::date order by erase_on, id limit ${limit}`.execute(db);
  return rows;
}

/** Applications sent back before that moment and never completed. */
export async function applicationsLeftLying(db: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select number from people.application
    where state = 'returned' and state_since < ${before} order by state_since, id limit ${limit}`.execute(db);
  return rows.map(({ number }) => number);
}

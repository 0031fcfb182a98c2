import { type Db, isDuplicate, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Part, PersonState } from './teams.rules.ts';

export type TeamPerson = {
  id: string;
  accountId: string;
  /** as others see this person */
  name: string;
  part: Part;
  state: PersonState;
  note: string;
  since: Date;
  shown: boolean;
  leadOfferedAt: Date | null;
};

function people(db: Db) {
  return db
    .selectFrom('people.team_person as p')
    .innerJoin('people.account as a', 'a.id', 'p.account_id')
    .select((eb) => [
      'p.id',
      'p.account_id as accountId',
      eb.fn.coalesce(eb.fn<string>('nullif', ['a.display_name', eb.val('')]), 'a.name').as('name'),
      'p.part',
      'p.state',
      'p.note',
      'p.since',
      'p.shown',
      'p.lead_offered_at as leadOfferedAt',
    ])
    .where('p.until', 'is', null);
}

/** What an account is in a team now. */
export async function personOf(db: Db, teamId: string, accountId: string | null): Promise<TeamPerson | undefined> {
  if (!accountId) return undefined;
  const row = await people(db).where('p.team_id', '=', teamId).where('p.account_id', '=', accountId).executeTakeFirst();
  return row as TeamPerson | undefined;
}

/** Everybody who belongs to a team, asks or is asked: leader, deputies, members, each by the time they came. */
export async function peopleOf(db: Db, teamId: string): Promise<TeamPerson[]> {
  const rows = await people(db)
    .where('p.team_id', '=', teamId)
    .orderBy(sql`array_position(array['leader','deputy','member'], p.part)`)
    .orderBy('p.since')
    .orderBy('p.id')
    .execute();
  return rows as TeamPerson[];
}

/** One of them by the row's id, which is what forms send. */
export async function personById(tx: Tx, teamId: string, id: string): Promise<TeamPerson | undefined> {
  const row = await people(tx).where('p.team_id', '=', teamId).where('p.id', '=', id).executeTakeFirst();
  return row as TeamPerson | undefined;
}

/** @throws AppError people.team_already where they belong to it, ask or are asked already */
export async function insertPerson(
  tx: Tx,
  person: {
    teamId: string;
    accountId: string;
    part: Part;
    state: PersonState;
    note?: string;
    shown?: boolean;
    at: Date;
  },
): Promise<string> {
  const id = newId();
  try {
    await tx
      .insertInto('people.team_person')
      .values({
        id,
        team_id: person.teamId,
        account_id: person.accountId,
        part: person.part,
        state: person.state,
        note: person.note ?? '',
        shown: person.shown ?? false,
        since: person.at,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'team_person_idx')) fail('people.team_already');
    throw error;
  }
  return id;
}

export async function updatePerson(
  tx: Tx,
  id: string,
  change: {
    part?: Part;
    state?: PersonState;
    since?: Date;
    note?: string;
    shown?: boolean;
    leadOfferedAt?: Date | null;
  },
): Promise<void> {
  const { leadOfferedAt, ...rest } = change;
  await tx
    .updateTable('people.team_person')
    .set({ ...rest, ...(leadOfferedAt === undefined ? {} : { lead_offered_at: leadOfferedAt }) })
    .where('id', '=', id)
    .execute();
}

export async function endPerson(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.team_person')
    .set({ state: 'ended', until: at, note: '', lead_offered_at: null })
    .where('id', '=', id)
    .execute();
}

/** Tasks not yet over that somebody took on in a team are free again. */
export async function freePlacesOf(tx: Tx, teamId: string, accountId: string, at: Date): Promise<void> {
  await sql`update people.team_task_place p set account_id = null, taken_at = null from people.team_task t
    where t.id = p.task_id and t.team_id = ${teamId} and p.account_id = ${accountId} and t.state = 'open'
      and t.ends_at > ${at}`.execute(tx);
}

export async function countOpenOffers(tx: Tx, teamId: string): Promise<number> {
  const row = await tx
    .selectFrom('people.team_person')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('state', 'in', ['asked', 'offered'])
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** The account behind a member's number, or behind an address or telephone number that was proven to be theirs. */
export async function accountBehind(
  db: Db,
  given: { number: string } | { email: string } | { phone: string },
): Promise<string | undefined> {
  if ('number' in given) {
    const row = await db
      .selectFrom('people.membership')
      .select('account_id')
      .where('number', '=', given.number)
      .where('state', '=', 'active')
      .executeTakeFirst();
    return row?.account_id;
  }
  const accounts = db
    .selectFrom('people.account')
    .select('id')
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null);
  const row = await ('email' in given
    ? accounts.where('email', '=', given.email).where('email_verified', '=', true)
    : accounts.where('phone', '=', given.phone).where('phone_verified', '=', true)
  ).executeTakeFirst();
  return row?.id;
}

export async function isActiveMember(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people.membership')
    .select('id')
    .where('account_id', '=', accountId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row !== undefined;
}

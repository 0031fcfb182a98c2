import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import type { MembershipState, PublicField } from './register.rules.ts';

export type EntryAccount = { platform: string; name: string; url: string };
export type EntryWork = { title: string; kind: string; url: string; year: number | null; note: string };

/** What somebody says about themself in the register. */
export type Entry = {
  penName: string;
  intro: string;
  categories: string[];
  stratum: string | null;
  field: string;
  organisationId: string | null;
  organisationName: string;
  post: string;
  skills: string[];
  districtId: string | null;
  contactEmail: string;
  contactPhone: string;
  photoFileId: string | null;
  publicFields: PublicField[];
  accounts: EntryAccount[];
  works: EntryWork[];
};

export type Member = {
  membershipId: string;
  accountId: string;
  number: string;
  state: MembershipState;
  /** YYYY-MM-DD */
  since: string;
  /** last day of the term, YYYY-MM-DD */
  endsOn: string;
  /** real name, for staff and the member */
  name: string;
  penName: string;
};

export async function entryOf(db: Db, accountId: string): Promise<Entry | null> {
  const row = await db
    .selectFrom('people.register_entry')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (!row) return null;
  const accounts = await db
    .selectFrom('people.register_account')
    .select(['platform', 'name', 'url'])
    .where('account_id', '=', accountId)
    .orderBy('sort')
    .execute();
  const works = await db
    .selectFrom('people.register_work')
    .select(['title', 'kind', 'url', 'year', 'note'])
    .where('account_id', '=', accountId)
    .orderBy('sort')
    .execute();
  return {
    penName: row.pen_name,
    intro: row.intro,
    categories: row.categories,
    stratum: row.stratum,
    field: row.field,
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    post: row.post,
    skills: row.skills,
    districtId: row.district_id,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    photoFileId: row.photo_file_id,
    publicFields: row.public_fields as PublicField[],
    accounts,
    works,
  };
}

/** Writes the whole entry, its accounts and works; the account must not be closed. */
export async function saveEntry(tx: Tx, accountId: string, entry: Entry, at: Date): Promise<void> {
  const values = {
    pen_name: entry.penName,
    intro: entry.intro,
    categories: entry.categories,
    stratum: entry.stratum,
    field: entry.field,
    organisation_id: entry.organisationId,
    organisation_name: entry.organisationName,
    post: entry.post,
    skills: entry.skills,
    district_id: entry.districtId,
    contact_email: entry.contactEmail,
    contact_phone: entry.contactPhone,
    photo_file_id: entry.photoFileId,
    public_fields: entry.publicFields as string[],
    updated_at: at,
  };
  await tx
    .insertInto('people.register_entry')
    .values({ account_id: accountId, created_at: at, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
  await tx.deleteFrom('people.register_account').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('people.register_work').where('account_id', '=', accountId).execute();
  if (entry.accounts.length > 0)
    await tx
      .insertInto('people.register_account')
      .values(entry.accounts.map((given, sort) => ({ id: newId(), account_id: accountId, ...given, sort })))
      .execute();
  if (entry.works.length > 0)
    await tx
      .insertInto('people.register_work')
      .values(entry.works.map((given, sort) => ({ id: newId(), account_id: accountId, ...given, sort })))
      .execute();
}

/** Takes away what somebody said about themself, and what the directory shows of it. */
export async function eraseEntry(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.directory_entry').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('people.register_entry').where('account_id', '=', accountId).execute();
}

function members(db: Db) {
  return db
    .selectFrom('people.membership as m')
    .innerJoin('people.account as a', 'a.id', 'm.account_id')
    .leftJoin('people.register_entry as e', 'e.account_id', 'm.account_id')
    .select((eb) => [
      'm.id as membershipId',
      'm.account_id as accountId',
      'm.number',
      'm.state',
      'm.since',
      'm.ends_on as endsOn',
      'a.name',
      eb.fn.coalesce('e.pen_name', eb.val('')).as('penName'),
    ])
    .where('m.state', '<>', 'ended');
}

/** Members, active or suspended, among these accounts. */
export async function membersByAccount(db: Db, accountIds: readonly string[]): Promise<Member[]> {
  if (accountIds.length === 0) return [];
  const rows = await members(db)
    .where('m.account_id', 'in', [...accountIds])
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as MembershipState }));
}

/** Locks an account's membership, so that it cannot end while a fact about it is being written. Null: not a member. */
export async function lockMember(tx: Tx, accountId: string): Promise<Member | null> {
  const row = await members(tx).where('m.account_id', '=', accountId).forUpdate('m').executeTakeFirst();
  return row ? { ...row, state: row.state as MembershipState } : null;
}

/** Members whose number, name or pen name holds the text; for staff, at most `limit`, by number. */
export async function findMembers(db: Db, text: string, limit: number): Promise<Member[]> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await members(db)
    .where((eb) =>
      eb.or([eb('m.number', 'ilike', pattern), eb('a.name', 'ilike', pattern), eb('e.pen_name', 'ilike', pattern)]),
    )
    .orderBy('m.number')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as MembershipState }));
}

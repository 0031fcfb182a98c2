import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Holds an account, so that it cannot be closed meanwhile; undefined where it is closed. */
export async function holdAccount(tx: Tx, accountId: string): Promise<{ name: string } | undefined> {
  const { rows } = await sql<{ name: string }>`select name from people.account
    where id = ${accountId} and deleted_at is null and disabled_at is null for no key update`.execute(tx);
  return rows[0];
}

/** Purposes that somebody agrees to now. */
export async function consentsGiven(db: Db, accountId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('people.consent')
    .select('purpose')
    .where('account_id', '=', accountId)
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Set(rows.map(({ purpose }) => purpose));
}

export async function endConsents(tx: Tx, accountId: string, purposes: readonly string[], at: Date): Promise<void> {
  await tx
    .updateTable('people.consent')
    .set({ withdrawn_at: at })
    .where('account_id', '=', accountId)
    .where('purpose', 'in', [...purposes])
    .where('withdrawn_at', 'is', null)
    .execute();
}

export type KnownOrganisation = { id: string; name: string };

/** Organisations in use, to choose from by name: verified ones, as everybody with an account reads the list. */
export async function organisationsToName(db: Db, limit: number): Promise<KnownOrganisation[]> {
  return db
    .selectFrom('people.organisation')
    .select(['id', 'name'])
    .where('closed_at', 'is', null)
    .where('verified_at', 'is not', null)
    .orderBy('name')
    .limit(limit)
    .execute();
}

/** The organisation that is called so, in full or in short. */
export async function organisationCalled(db: Db, name: string): Promise<KnownOrganisation | undefined> {
  return db
    .selectFrom('people.organisation')
    .select(['id', 'name'])
    .where('closed_at', 'is', null)
    .where((eb) => eb.or([eb('name', '=', name), eb('short_name', '=', name)]))
    .orderBy('created_at')
    .executeTakeFirst();
}

/** Whether somebody belongs to an organisation by its own word. */
export async function belongsTo(db: Db, accountId: string, organisationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people.organisation_person')
    .select('id')
    .where('account_id', '=', accountId)
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'held')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether everybody sees something of a member now. */
export async function isPublished(db: Db, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('people.directory_entry')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The real name of an account; empty where there is none. */
export async function nameOf(db: Db, accountId: string): Promise<string> {
  const row = await db
    .selectFrom('people.account')
    .select('name')
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.name ?? '';
}

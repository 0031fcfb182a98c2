import { type Db, newId, sql, type Tx } from '../../../../kernel/db/index.ts';

export type Side = {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  locale: 'zh-CN' | 'zh-TW' | 'en';
  disabled: boolean;
  staff: boolean;
  member: boolean;
};

/** What joining asks of an account; locked where `lock` says so. */
export async function sideOf(db: Db, id: string, lock = false): Promise<Side | undefined> {
  const { rows } = await sql<Side>`
    select a.id, a.name, case when a.email_placeholder then null else a.email end as email, a.phone, a.locale,
      a.disabled_at is not null as disabled,
      exists (select from people.role_grant g where g.account_id = a.id) as staff,
      exists (select from people.membership m where m.account_id = a.id)
        or exists (select from people.register_entry e where e.account_id = a.id) as member
    from people.account a where a.id = ${id} and a.deleted_at is null ${lock ? sql`for update of a` : sql``}`.execute(
    db,
  );
  return rows[0];
}

export async function accountWithAddress(db: Db, channel: 'email' | 'sms', to: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.account')
    .select('id')
    .where(channel === 'email' ? 'email' : 'phone', '=', to)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

/** One question at a time for an account: a new one takes the place of the one before. */
export async function insertJoin(tx: Tx, join: { accountId: string; otherId: string; expiresAt: Date }): Promise<void> {
  await tx.deleteFrom('people.account_join').where('account_id', '=', join.accountId).execute();
  await tx
    .insertInto('people.account_join')
    .values({ id: newId(), account_id: join.accountId, other_id: join.otherId, expires_at: join.expiresAt })
    .execute();
}

export async function joinOf(db: Db, accountId: string, now: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.account_join')
    .select('other_id')
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.other_id;
}

/** The question is used up by its answer. */
export async function takeJoin(tx: Tx, accountId: string, now: Date): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('people.account_join')
    .where('account_id', '=', accountId)
    .returning(['other_id', 'expires_at'])
    .executeTakeFirst();
  return row && row.expires_at > now ? row.other_id : undefined;
}

/** Tables with rows of an account that nobody has said how to move: whatever refers to people.account, by the catalogue. */
export async function rowsThatStay(db: Db, accountId: string, movable: readonly string[]): Promise<string[]> {
  const { rows: refers } = await sql<{ table: string; column: string }>`
    select n.nspname || '.' || c.relname as table, a.attname as column
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'people.account'::regclass and array_length(k.conkey, 1) = 1
    order by 1, 2`.execute(db);
  const found: string[] = [];
  for (const { table, column } of refers) {
    if (movable.includes(table)) continue;
    const { rows } = await sql<{ n: number }>`
      select 1 as n from ${sql.table(table)} where ${sql.ref(column)} = ${accountId} limit 1`.execute(db);
    if (rows.length > 0 && !found.includes(table)) found.push(table);
  }
  return found;
}

/** Logins of providers go with their person; what only one side can have stays the other's. */
export async function movePeopleRows(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('people.login').set({ account_id: to }).where('account_id', '=', from).execute();
  await sql`
    update people.organisation_person f set account_id = ${to} where f.account_id = ${from} and not (f.until is null and exists
      (select from people.organisation_person t where t.account_id = ${to} and t.organisation_id = f.organisation_id
        and t.part = f.part and t.until is null))`.execute(tx);
  await sql`delete from people.organisation_person where account_id = ${from}`.execute(tx);
  await sql`update people.organisation set registered_by = ${to} where registered_by = ${from}`.execute(tx);
  await sql`
    update people.consent f set account_id = ${to} where f.account_id = ${from} and not (f.withdrawn_at is null and exists
      (select from people.consent t where t.account_id = ${to} and t.purpose = f.purpose and t.withdrawn_at is null))`.execute(
    tx,
  );
  await sql`delete from people.consent where account_id = ${from}`.execute(tx);
  await sql`update kernel.file set owner_id = ${to} where owner_id = ${from}`.execute(tx);
}

export async function countLogins(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from people.login where account_id = ${accountId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export async function countOrganisations(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from people.organisation_person where account_id = ${accountId} and until is null`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

export async function markJoined(tx: Tx, from: string, to: string): Promise<void> {
  await tx.updateTable('people.account').set({ joined_into: to }).where('id', '=', from).execute();
}

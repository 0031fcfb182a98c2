import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { Role, RoleGrant } from '../../actor.ts';

export type AccountRow = {
  id: string;
  name: string;
  displayName: string;
  email: string | null;
  phone: string | null;
  disabled: boolean;
  grants: RoleGrant[];
};

export type StaffFilter = {
  /** only people with a role in one of these departments; null: all */
  departmentIds: readonly string[] | null;
  role?: Role;
  disabled?: boolean;
  /** only these accounts */
  ids?: readonly string[];
};

const grants = sql<RoleGrant[]>`
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'departmentId', g.department_id) order by g.granted_at, g.id)
    from people.role_grant g where g.account_id = a.id), '[]')`;
const columns = sql`a.id, a.name, a.display_name as "displayName", case when a.email_placeholder then null else a.email end as email, a.phone,
  a.disabled_at is not null as disabled, ${grants} as grants`;

/** Chinese names as a dictionary has them. */
const byPinyin = sql`collate "zh-x-icu"`;

function inScope({ departmentIds, role }: StaffFilter) {
  return sql`exists (select from people.role_grant s where s.account_id = a.id
    ${departmentIds === null ? sql`` : sql`and s.department_id = any(${[...departmentIds]}::uuid[])`}
    ${role ? sql`and s.role = ${role}` : sql``})`;
}

/** People with a role, by name and id; `after` is the last of the page before. */
export async function listStaff(
  db: Db,
  filter: StaffFilter,
  after: { name: string; id: string } | null,
  limit: number,
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${columns} from people.account a
    where ${inScope(filter)} and a.deleted_at is null
      ${filter.disabled === undefined ? sql`` : sql`and (a.disabled_at is not null) = ${filter.disabled}`}
      ${filter.ids ? sql`and a.id = any(${[...filter.ids]}::uuid[])` : sql``}
      ${after ? sql`and (a.name ${byPinyin}, a.id) > (${after.name}, ${after.id}::uuid)` : sql``}
    order by a.name ${byPinyin}, a.id limit ${limit}`.execute(db);
  return rows;
}

/** Names and addresses of everybody with a role, to be found by what somebody remembers of them. A city has thousands. */
export async function staffToSearch(
  db: Db,
  departmentIds: readonly string[] | null,
): Promise<{ id: string; name: string; displayName: string; email: string; phone: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string; displayName: string; email: string; phone: string | null }>`
    select a.id, a.name, a.display_name as "displayName", case when a.email_placeholder then '' else a.email end as email, a.phone
    from people.account a where ${inScope({ departmentIds })} and a.deleted_at is null`.execute(db);
  return rows;
}

/** Anybody by a whole address, for the administrators of the city. */
export async function accountByAddress(db: Db, address: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('people.account')
    .select('id')
    .where((eb) => eb.or([eb('email', '=', address.toLowerCase()), eb('phone', '=', address)]))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

export type AccountDetails = AccountRow & {
  createdAt: Date;
  disabledAt: Date | null;
  secondFactor: boolean;
  passkeys: number;
  sessions: number;
  lastSeenAt: Date | null;
};

export async function accountDetails(db: Db, id: string): Promise<AccountDetails | undefined> {
  const { rows } = await sql<AccountDetails>`
    select ${columns}, a.created_at as "createdAt", a.disabled_at as "disabledAt",
      exists (select from people.second_factor f where f.account_id = a.id and f.confirmed_at is not null) as "secondFactor",
      (select count(*) from people.passkey p where p.account_id = a.id) as passkeys,
      (select count(*) from people.session s where s.account_id = a.id) as sessions,
      (select max(s.updated_at) from people.session s where s.account_id = a.id) as "lastSeenAt"
    from people.account a where a.id = ${id} and a.deleted_at is null`.execute(db);
  return rows[0];
}

export type LockedAccount = {
  id: string;
  name: string;
  displayName: string;
  email: string | null;
  phone: string | null;
  disabled: boolean;
};

/** Holds the account until the transaction ends. */
export async function lockAccount(tx: Tx, id: string): Promise<LockedAccount | undefined> {
  const { rows } = await sql<LockedAccount>`
    select a.id, a.name, a.display_name as "displayName", case when a.email_placeholder then null else a.email end as email, a.phone,
      a.disabled_at is not null as disabled
    from people.account a where a.id = ${id} and a.deleted_at is null for update`.execute(tx);
  return rows[0];
}

export async function grantsOf(db: Db, accountId: string): Promise<RoleGrant[]> {
  const rows = await db
    .selectFrom('people.role_grant')
    .select(['role', 'department_id as departmentId'])
    .where('account_id', '=', accountId)
    .orderBy('granted_at')
    .orderBy('id')
    .execute();
  return rows as RoleGrant[];
}

const administratorsLock = 7_203_114_011;

/**
 * The city-wide administrators whose accounts are in use. Whoever removes one asks here first: one after the other, so
 * that two who remove each other at the same moment do not both find the other still there.
 */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  // A statement of its own: what is read next must see what the one before us did.
  await sql`select pg_advisory_xact_lock(${sql.lit(administratorsLock)})`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    select a.id from people.role_grant g join people.account a on a.id = g.account_id
    where g.role = 'administrator' and g.department_id is null and a.disabled_at is null and a.deleted_at is null`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

export async function deleteGrant(tx: Tx, accountId: string, { role, departmentId }: RoleGrant): Promise<boolean> {
  const done = await tx
    .deleteFrom('people.role_grant')
    .where('account_id', '=', accountId)
    .where('role', '=', role)
    .where('department_id', departmentId === null ? 'is' : '=', departmentId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

export async function insertGrantOnce(
  tx: Tx,
  grant: { id: string; accountId: string; by: string | null; at: Date } & RoleGrant,
): Promise<boolean> {
  const done = await tx
    .insertInto('people.role_grant')
    .values({
      id: grant.id,
      account_id: grant.accountId,
      role: grant.role,
      department_id: grant.departmentId,
      granted_by: grant.by,
      granted_at: grant.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

export async function setDisabled(tx: Tx, id: string, at: Date | null): Promise<void> {
  await tx.updateTable('people.account').set({ disabled_at: at }).where('id', '=', id).execute();
}

/** Passkeys count as both factors, so they go with the second. @returns how many there were */
export async function forgetPasskeys(tx: Tx, accountId: string): Promise<number> {
  const done = await tx.deleteFrom('people.passkey').where('account_id', '=', accountId).executeTakeFirst();
  return Number(done.numDeletedRows);
}

export type DoneToAccount = { at: Date; by: string; action: string };

/** What others did to an account, or that they looked at it, newest first. */
export async function doneToAccount(
  db: Db,
  accountId: string,
  action: string | null,
  limit: number,
): Promise<DoneToAccount[]> {
  const { rows } = await sql<DoneToAccount>`
    select e.at, e.actor_name as by, e.action from kernel.audit_entry e
    where e.object_type = 'account' and e.object_id = ${accountId} and e.actor_id is distinct from ${accountId}::uuid
      ${action === null ? sql`` : sql`and e.action = ${action}`}
    order by e.id desc limit ${limit}`.execute(db);
  return rows;
}

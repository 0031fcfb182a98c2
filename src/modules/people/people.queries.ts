import { type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { Locale, LocalisedText } from '../../kernel/i18n/index.ts';
import type { Recipient } from '../../kernel/notify/index.ts';
import type { Actor, Role, RoleGrant } from './actor.ts';
import { placeholderDomain } from './auth.ts';

/** Where accounts can be reached; for notifications. Disabled ones are left out. */
export async function accountsByIds(db: Db, ids: readonly string[]): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('people.account')
    .select(['id', 'name', 'display_name', 'email', 'phone', 'locale'])
    .where('id', 'in', [...ids])
    .where('disabled_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    accountId: row.id,
    email: row.email.endsWith(`@${placeholderDomain}`) ? null : row.email,
    phone: row.phone,
    locale: row.locale as Locale,
    name: row.display_name || row.name,
  }));
}

export type NewAccount = {
  id?: string;
  name: string;
  displayName: string;
  email: string;
  phone: string | null;
  locale?: Locale;
  /** the address stands for somebody who only gave a number */
  emailPlaceholder?: boolean;
};

export async function insertAccount(tx: Tx, account: NewAccount): Promise<string> {
  const id = account.id ?? newId();
  await tx
    .insertInto('people.account')
    .values({
      id,
      name: account.name,
      display_name: account.displayName,
      email: account.email.toLowerCase(),
      email_verified: !account.emailPlaceholder,
      email_placeholder: account.emailPlaceholder ?? false,
      phone: account.phone,
      phone_verified: account.phone !== null,
      locale: account.locale ?? 'zh-CN',
    })
    .execute();
  return id;
}

export async function insertGrant(
  tx: Tx,
  grant: { accountId: string; role: Role; departmentId: string | null; by: string | null; at: Date },
): Promise<void> {
  await tx
    .insertInto('people.role_grant')
    .values({
      id: newId(),
      account_id: grant.accountId,
      role: grant.role,
      department_id: grant.departmentId,
      granted_by: grant.by,
      granted_at: grant.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type NewDepartment = {
  id?: string;
  code: string;
  parentId: string | null;
  name: LocalisedText;
  shortName: LocalisedText;
  kind: string;
  phone: string;
  districtId: string | null;
  sort: number;
};

export async function insertDepartment(tx: Tx, department: NewDepartment): Promise<string> {
  const id = department.id ?? newId();
  await tx
    .insertInto('people.department')
    .values({
      id,
      code: department.code,
      parent_id: department.parentId,
      name: JSON.stringify(department.name),
      short_name: JSON.stringify(department.shortName),
      kind: department.kind,
      phone: department.phone,
      district_id: department.districtId,
      sort: department.sort,
    })
    .execute();
  return id;
}

export type NewDistrict = {
  id?: string;
  code: string;
  name: LocalisedText;
  lon: number | null;
  lat: number | null;
  streets: string[];
  sort: number;
};

export async function insertDistrict(tx: Tx, district: NewDistrict): Promise<string> {
  const id = district.id ?? newId();
  await tx
    .insertInto('people.district')
    .values({
      id,
      code: district.code,
      name: JSON.stringify(district.name),
      lon: district.lon,
      lat: district.lat,
      streets: district.streets,
      sort: district.sort,
    })
    .execute();
  return id;
}

export async function anyAccount(db: Db): Promise<boolean> {
  const row = await db.selectFrom('people.account').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Addresses of the demo's people; by their domain, which nobody real can have. */
export async function demoAddresses(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{
    email: string;
  }>`select email from people.account where email like '%@example.test'`.execute(db);
  return new Set(rows.map((row) => row.email));
}

/** Accounts by address as actors whose second factor counts as passed. */
export async function actorsByEmail(db: Db, emails: readonly string[]): Promise<Map<string, Actor>> {
  const { rows } = await sql<{
    id: string;
    email: string;
    name: string;
    display_name: string;
    locale: Locale;
    roles: RoleGrant[];
  }>`
    select a.id, a.email, a.name, a.display_name, a.locale,
      coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'departmentId', g.department_id)) from people.role_grant g where g.account_id = a.id), '[]') as roles
    from people.account a where a.email = any(${sql.val(emails)})`.execute(db);
  return new Map(
    rows.map((row) => [
      row.email,
      {
        kind: 'account',
        accountId: row.id,
        name: row.name,
        displayName: row.display_name || row.name,
        locale: row.locale,
        roles: row.roles,
        secondFactor: true,
      },
    ]),
  );
}

/** null for nobody, and for somebody who only gave a telephone number. */
export async function emailOf(db: Db, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('people.account')
    .select(['email', 'email_placeholder'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row && !row.email_placeholder ? row.email : null;
}

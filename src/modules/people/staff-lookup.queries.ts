import type { Db } from '../../kernel/db/index.ts';
import type { Role } from './actor.ts';

/** Accounts that hold the role for exactly this department (null: for the whole city) and are in use. */
export async function accountIdsWithRole(db: Db, role: Role, departmentId: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('people.role_grant as g')
    .innerJoin('people.account as a', 'a.id', 'g.account_id')
    .select('a.id')
    .where('g.role', '=', role)
    .where('g.department_id', departmentId === null ? 'is' : '=', departmentId)
    .where('a.disabled_at', 'is', null)
    .orderBy('a.id')
    .execute();
  return rows.map((row) => row.id);
}

/** Every account that holds the role for whichever department and is in use. */
export async function accountIdsWithRoleAnywhere(db: Db, role: Role): Promise<string[]> {
  const rows = await db
    .selectFrom('people.role_grant as g')
    .innerJoin('people.account as a', 'a.id', 'g.account_id')
    .select('a.id')
    .distinct()
    .where('g.role', '=', role)
    .where('a.disabled_at', 'is', null)
    .orderBy('a.id')
    .execute();
  return rows.map((row) => row.id);
}

export async function namesOfStaff(db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('people.account as a')
    .select(['a.id', 'a.name'])
    .where('a.id', 'in', [...ids])
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('people.role_grant as g').select('g.id').whereRef('g.account_id', '=', 'a.id')),
    )
    .execute();
}

/** Staff in use who hold one of the roles somewhere, by name. */
export async function staffHolding(
  db: Db,
  roles: readonly Role[],
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('people.account as a')
    .select(['a.id', 'a.name'])
    .where('a.disabled_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('people.role_grant as g')
          .select('g.id')
          .whereRef('g.account_id', '=', 'a.id')
          .where('g.role', 'in', [...roles]),
      ),
    )
    .orderBy('a.name')
    .orderBy('a.id')
    .limit(limit)
    .execute();
}

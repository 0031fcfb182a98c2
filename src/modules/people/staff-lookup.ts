import type { Db } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Role } from './actor.ts';
import { accountIdsWithRole, accountIdsWithRoleAnywhere, namesOfStaff, staffHolding } from './staff-lookup.queries.ts';

/**
 * Ids of the accounts in use that hold a role, to tell them of work.
 * @param departmentId for exactly this department; null: for the whole city; 'any': for whichever
 */
export async function accountsWithRole(
  k: { db: Db },
  role: Role,
  departmentId: string | null | 'any',
): Promise<string[]> {
  if (departmentId === 'any') return accountIdsWithRoleAnywhere(k.db, role);
  return accountIdsWithRole(k.db, role, departmentId);
}

/** Real names of staff by account; people without any role are left out, whatever id is asked for. */
export async function staffNames(k: Pick<Kernel, 'db'>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return new Map((await namesOfStaff(k.db, wanted)).map(({ id, name }) => [id, name]));
}

/** Staff who can be chosen for something: whoever holds one of the roles, by name, at most 1,000. */
export async function staffToChoose(k: { db: Db }, ...roles: Role[]): Promise<{ id: string; name: string }[]> {
  return staffHolding(k.db, roles, 1000);
}

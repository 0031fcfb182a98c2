import type { Db } from '../../../kernel/db/index.ts';
import { accountsWithRole, type Role, staffNames } from '../../people/index.ts';

/** Roles in a department with which somebody can be a named contact of it. */
export const contactRoles = ['leader', 'liaison_officer', 'handler', 'reviewer'] as const satisfies readonly Role[];

/** Who can be a named contact of a department, by id; roles for the whole city do not count. */
export async function qualifiedIds(db: Db, departmentId: string): Promise<string[]> {
  const found: string[] = [];
  for (const role of contactRoles) found.push(...(await accountsWithRole({ db }, role, departmentId)));
  return [...new Set(found)];
}

/** The same with names, in their order. */
export async function qualifiedFor(db: Db, departmentId: string): Promise<{ id: string; name: string }[]> {
  const names = await staffNames({ db }, await qualifiedIds(db, departmentId));
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

import type { Db } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** How many matters of a module stand at a department, so that it cannot be closed now. */
export type DepartmentUse = (db: Db, departmentId: string) => Promise<number>;

const uses = new WeakMap<Kernel, DepartmentUse[]>();

/** Lets a module say what stands at a department. Called when the module is wired. */
export function declareDepartmentUse(k: Kernel, use: DepartmentUse): void {
  uses.set(k, [...(uses.get(k) ?? []), use]);
}

export async function mattersAt(k: Kernel, db: Db, departmentId: string): Promise<number> {
  let n = 0;
  for (const use of uses.get(k) ?? []) n += await use(db, departmentId);
  return n;
}

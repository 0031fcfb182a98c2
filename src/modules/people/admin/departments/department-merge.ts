import type { Db, Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** What one module does when a department goes into another; declared in its `wire`. */
export type DepartmentMerge = {
  module: string;
  /**
   * What of the department would move, for the page that asks before: `key` is a message with `{count}`. What counts
   * nothing may be left out.
   */
  count?(db: Db, from: string): Promise<{ key: string; count: number }[]>;
  /**
   * Points everything that goes on from one department to the other, in the transaction that closes the first. It must
   * double nothing that the other has already.
   */
  move(tx: Tx, from: string, to: string, at: Date): Promise<void>;
};

const declared = new WeakMap<Kernel, DepartmentMerge[]>();

/**
 * Lets a module that holds ids of departments say what moves when one is merged into another. After the transaction
 * everybody hears `people.department_merged` `{from, to}`.
 */
export function declareDepartmentMerge(k: Kernel, merge: DepartmentMerge): void {
  declared.set(k, [...(declared.get(k) ?? []), merge]);
}

export function departmentMergesOf(k: Kernel): readonly DepartmentMerge[] {
  return declared.get(k) ?? [];
}

import type { Tx } from '../../../kernel/db/index.ts';
import { accountsWithRole } from '../../people/index.ts';

/** Who does a department's liaison work: its liaison officers; its leaders where it has none; else the liaison office. */
export async function officersOf(tx: Tx, departmentId: string | null): Promise<string[]> {
  if (departmentId !== null) {
    const own = await accountsWithRole({ db: tx }, 'liaison_officer', departmentId);
    if (own.length > 0) return own;
    const leaders = await accountsWithRole({ db: tx }, 'leader', departmentId);
    if (leaders.length > 0) return leaders;
  }
  return accountsWithRole({ db: tx }, 'liaison_officer', null);
}

/** The leaders of a department; its liaison officers where it has none. */
export async function leadersOf(tx: Tx, departmentId: string): Promise<string[]> {
  const own = await accountsWithRole({ db: tx }, 'leader', departmentId);
  return own.length > 0 ? own : officersOf(tx, departmentId);
}

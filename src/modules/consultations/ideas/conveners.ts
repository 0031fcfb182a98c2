import type { Db } from '../../../kernel/db/index.ts';
import { accountsWithRole, staffNames } from '../../people/index.ts';

export type Colleague = { id: string; name: string };

/** Who can work on ideas for an office: its conveners and those of the whole city, by name. */
export async function convenersFor(k: { db: Db }, departmentId: string): Promise<Colleague[]> {
  const [own, city] = await Promise.all([
    accountsWithRole(k, 'convener', departmentId),
    accountsWithRole(k, 'convener', null),
  ]);
  const names = await staffNames(k, [...own, ...city]);
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

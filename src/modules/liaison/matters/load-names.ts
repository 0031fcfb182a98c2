import type { Kernel } from '../../../kernel/kernel.ts';
import { accountNames, departmentBook, memberNumbers } from '../../people/index.ts';
import type { Matter } from './matter.queries.ts';
import type { MatterNames } from './matter-table.tsx';

/** The names that a list of matters shows. */
export async function namesFor(k: Kernel, matters: readonly Matter[]): Promise<MatterNames> {
  const ids = matters.flatMap(({ member_id, owner_id }) => [member_id, owner_id]);
  const [departments, people, members, calendar] = await Promise.all([
    departmentBook(k),
    accountNames(k.db, ids),
    memberNumbers(
      k.db,
      matters.map(({ member_id }) => member_id),
    ),
    k.calendar.current(),
  ]);
  return { departments, people, members, calendar };
}

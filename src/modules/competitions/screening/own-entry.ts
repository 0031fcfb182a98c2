import type { Db } from '../../../kernel/db/index.ts';
import { type Actor, organisationsOf } from '../../people/index.ts';
import { isInTeam } from './screening.queries.ts';

/** Whether an entry is somebody's own, their team's or their organisation's: then they decide nothing about it. */
export async function isOwnEntry(
  db: Db,
  actor: Pick<Actor, 'accountId'>,
  entry: { id: string; accountId: string | null; organisationId: string | null },
): Promise<boolean> {
  const { accountId } = actor;
  if (accountId === null) return false;
  if (entry.accountId === accountId || (await isInTeam(db, entry.id, accountId))) return true;
  if (entry.organisationId === null) return false;
  return (await organisationsOf(db, accountId)).some(({ id }) => id === entry.organisationId);
}

import type { Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import { lockAdministrators } from './accounts.queries.ts';

/**
 * Before an account loses the city-wide administrator's role or is disabled: somebody else must still have it.
 * @throws AppError people.last_administrator
 */
export async function keepAdministrator(tx: Tx, accountId: string): Promise<void> {
  const holders = await lockAdministrators(tx);
  if (holders.includes(accountId) && holders.every((id) => id === accountId)) fail('people.last_administrator');
}

import type { Kernel } from '../../../../kernel/kernel.ts';
import { declarePersonalData } from '../../me/personal-data.ts';
import { doneToAccount } from './accounts.queries.ts';

/** as many as anybody's account will ever have */
const most = 10_000;

/** Everybody sees which administrator looked at their account or changed it; the log itself is not erased. */
export function declareAccountLooks(k: Kernel): void {
  declarePersonalData(k, {
    module: 'administration',
    held: 'people.admin.personal_data.held',
    kept: 'people.admin.personal_data.kept',
    count: async (db, accountId) => (await doneToAccount(db, accountId, null, most)).length,
    export: (db, accountId) => doneToAccount(db, accountId, null, most),
    erase: async () => {},
    looks: async (db, accountId, limit) =>
      (await doneToAccount(db, accountId, 'people.account_read', limit)).map(({ at, by }) => ({
        at,
        by,
        what: 'people.admin.personal_data.account_read',
      })),
  });
}

import type { Kernel } from '../../../../kernel/kernel.ts';
import { declareAccountJoin } from './account-join.ts';
import { countLogins, countOrganisations, movePeopleRows } from './join.queries.ts';

/** What of people's own tables goes along. Sessions, passkeys, second factor and codes do not: they end with the account. */
export function declareOwnJoin(k: Kernel): void {
  declareAccountJoin(k, {
    module: 'people',
    tables: [
      'people.account',
      'people.login',
      'people.consent',
      'people.organisation',
      'people.organisation_person',
      'people.session',
      'people.passkey',
      'people.second_factor',
      'people.recovery_code',
      'people.one_time_code',
      'people.outside_sign_in',
      'people.account_join',
      'people.recovery',
    ],
    count: async (db, from) => [
      { key: 'people.logins.join_logins', count: await countLogins(db, from) },
      { key: 'people.logins.join_organisations', count: await countOrganisations(db, from) },
    ],
    move: movePeopleRows,
  });
}

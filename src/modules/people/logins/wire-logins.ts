import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declarePersonalData } from '../me/personal-data.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { declareOwnJoin } from './join/declare-own-join.ts';
import { countLogins } from './join/join.queries.ts';
import { loginsTables } from './processing.ts';
import { loginsForExport } from './ways.queries.ts';

/** The place on a person's own page, and what of people's goes along when two accounts are joined. */
export function wireLogins(k: Kernel): void {
  declareOwnJoin(k);
  declareProcessing(k, loginsTables);
  declarePersonalData(k, {
    module: 'people.logins',
    held: 'people.logins.held',
    count: countLogins,
    export: loginsForExport,
    // They go with the account itself.
    erase: async () => {},
  });
  offerOnMe(k, {
    href: '/me/logins',
    label: 'people.logins.title',
    note: 'people.logins.me_note',
    icon: 'key',
    order: 70,
  });
}

import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { declareOwnJoin } from './join/declare-own-join.ts';
import { loginsTables } from './processing.ts';

/** The place on a person's own page, and what of people's goes along when two accounts are joined. */
export function wireLogins(k: Kernel): void {
  declareOwnJoin(k);
  declareProcessing(k, loginsTables);
  offerOnMe(k, {
    href: '/me/logins',
    label: 'people.logins.title',
    note: 'people.logins.me_note',
    icon: 'key',
    order: 70,
  });
}

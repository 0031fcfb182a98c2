import type { Kernel } from '../../../kernel/kernel.ts';
import { offerOnMe } from '../me/me-places.ts';
import { declareOwnJoin } from './join/declare-own-join.ts';

/** The place on a person's own page, and what of people's goes along when two accounts are joined. */
export function wireLogins(k: Kernel): void {
  declareOwnJoin(k);
  offerOnMe(k, {
    href: '/me/logins',
    label: 'people.logins.title',
    note: 'people.logins.me_note',
    icon: 'key',
    order: 70,
  });
}

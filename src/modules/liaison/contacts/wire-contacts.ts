import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing, offerOnMe, offerOnMemberPage } from '../../people/index.ts';
import { liaisonTables } from '../processing.ts';
import { contactSection } from './contact-section.tsx';
import { followPeople } from './follow-people.ts';
import { hasLiaison } from './has-liaison.ts';
import { tellOfContacts } from './tell-of-contacts.ts';

/** What contacts hear of, what is told of them, and what is said of the tables. */
export function wireContacts(k: Kernel): void {
  declareProcessing(k, liaisonTables);
  followPeople(k);
  tellOfContacts(k);
  offerOnMe(k, {
    href: '/me/contact',
    label: 'liaison.me.place',
    note: 'liaison.me.place_note',
    icon: 'chat',
    order: 30,
    who: (_, accountId) => hasLiaison(k, accountId),
  });
  offerOnMemberPage(k, { order: 10, section: contactSection });
}

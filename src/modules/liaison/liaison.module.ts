import type { Module } from '../../kernel/module.ts';
import './liaison.errors.ts';
import { contactRoutes } from './contacts/contacts.routes.tsx';
import { isNamedContact } from './contacts/named-contact.queries.ts';
import { wireContacts } from './contacts/wire-contacts.ts';
import { seedLiaison } from './demo/liaison.demo.ts';
import { entryRoutes } from './entries/entries.routes.tsx';
import { togetherRoutes, wireTogether } from './exchange/together.ts';
import { matterRoutes } from './matters/matters.routes.tsx';
import { wireMatters } from './matters/wire-matters.ts';
import { myContactRoutes } from './me/me.routes.tsx';
import { wireReminders } from './reminders/wire-reminders.ts';

/** Named contacts of members, what they talked about, requests followed to their end, and what is agreed with organisations. */
export const liaisonModule: Module = {
  name: 'liaison',
  nav: [
    {
      href: '/liaison',
      label: 'liaison.nav',
      place: 'staff',
      order: 60,
      roles: ['liaison_officer', 'leader', 'auditor', 'secretary'],
      who: (k, accountId) => isNamedContact(k.db, accountId),
    },
  ],
  wire: (k) => {
    wireContacts(k);
    wireMatters(k);
    wireReminders(k);
    wireTogether(k);
  },
  routes: (app, k) => {
    contactRoutes(app, k);
    entryRoutes(app, k);
    matterRoutes(app, k);
    myContactRoutes(app, k);
    togetherRoutes(app, k);
  },
  demo: seedLiaison,
};

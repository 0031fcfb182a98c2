import type { Module } from '../../kernel/module.ts';
import { wireBooks } from './books.ts';
import './people.errors.ts';
import { seedPeople } from './people.demo.ts';
import { accountsByIds } from './people.queries.ts';
import { peopleRoutes } from './people.routes.ts';
import { peopleCommands } from './set-up/people-commands.ts';
import { defineSweep } from './sweep.ts';

/** Accounts, departments, districts and roles. */
export const peopleModule: Module = {
  name: 'people',
  wire: (k) => {
    wireBooks(k);
    k.notify.resolveAccounts = accountsByIds;
    k.notify.declareKinds([
      { kind: 'people.code', group: 'people.account', mandatory: true },
      { kind: 'people.security', group: 'people.account', mandatory: true },
    ]);
    k.notify.preferencesPath = '/me/preferences';
    defineSweep(k);
  },
  nav: [
    { href: '/me', label: 'people.nav.me', place: 'tab', icon: 'me', order: 90 },
    { href: '/me/data', label: 'people.nav.data', place: 'foot', order: 80 },
  ],
  routes: peopleRoutes,
  commands: peopleCommands,
  demo: seedPeople,
};

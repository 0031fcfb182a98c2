import type { Module } from '../../kernel/module.ts';
import { wireBooks } from './books.ts';
import './people.errors.ts';
import { seedPeople } from './people.demo.ts';
import { accountsByIds } from './people.queries.ts';
import { peopleRoutes } from './people.routes.ts';

/** Accounts, departments, districts and roles. */
export const peopleModule: Module = {
  name: 'people',
  wire: (k) => {
    wireBooks(k);
    k.notify.resolveAccounts = accountsByIds;
    k.notify.declareKinds([{ kind: 'people.code', group: 'people.account', mandatory: true }]);
  },
  routes: peopleRoutes,
  demo: seedPeople,
};

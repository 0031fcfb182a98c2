import type { Module } from '../../kernel/module.ts';
import { wireActivity } from './activity/wire-activity.ts';
import { adminNav, adminRoutes, wireAdmin } from './admin/admin.routes.ts';
import { departmentCommands } from './admin/admin-commands.ts';
import { appointmentsNav } from './appointments/public.routes.tsx';
import { wireAppointments } from './appointments/wire-appointments.ts';
import { wireBooks } from './books.ts';
import { seedRegister } from './demo/register.demo.ts';
import { directoryNav } from './directory/directory.routes.tsx';
import { wireDirectory } from './directory/wire-directory.ts';
import './people.errors.ts';
import { wireGuardians } from './guardians/wire-guardians.ts';
import { wireLogins } from './logins/wire-logins.ts';
import { wireData } from './me/wire-data.ts';
import { wireMemberStatistics } from './member-statistics/wire-statistics.ts';
import { nominationNav } from './nominations/nominate.routes.tsx';
import { wireNominations } from './nominations/wire-nominations.ts';
import { organisationNav } from './organisations/organisations.routes.tsx';
import { wireOrganisations } from './organisations/wire-organisations.ts';
import { seedPeople } from './people.demo.ts';
import { accountsByIds } from './people.queries.ts';
import { peopleRoutes } from './people.routes.ts';
import { wireProcessing } from './processing/wire-processing.ts';
import { wireRecovery } from './recovery/wire-recovery.ts';
import { registerNav } from './register/register.routes.ts';
import { wireRegister } from './register/wire-register.ts';
import { peopleCommands } from './set-up/people-commands.ts';
import { defineSweep } from './sweep.ts';
import { teamsNav } from './teams/teams.routes.tsx';
import { wireTeams } from './teams/wire-teams.ts';

/** Accounts, departments, districts and roles. */
export const peopleModule: Module = {
  name: 'people',
  wire: (k) => {
    wireBooks(k);
    k.notify.resolveAccounts = accountsByIds;
    // keys: people.notify.*
    k.notify.declareKinds([
      { kind: 'people.code', group: 'people.account', mandatory: true },
      { kind: 'people.security', group: 'people.account', mandatory: true },
    ]);
    k.notify.preferencesPath = '/me/preferences';
    defineSweep(k);
    wireAdmin(k);
    wireLogins(k);
    wireRecovery(k);
    wireDirectory(k);
    wireTeams(k);
    wireProcessing(k);
    wireData(k);
    wireGuardians(k);
    wireRegister(k);
    wireOrganisations(k);
    wireNominations(k);
    wireAppointments(k);
    wireActivity(k);
    wireMemberStatistics(k);
  },
  nav: [
    { href: '/me', label: 'people.nav.me', place: 'tab', icon: 'me', order: 90 },
    { href: '/me/data', label: 'people.nav.data', place: 'foot', order: 80 },
    ...adminNav,
    ...directoryNav,
    ...teamsNav,
    ...registerNav,
    ...organisationNav,
    ...nominationNav,
    ...appointmentsNav,
  ],
  routes: (app, k) => {
    peopleRoutes(app, k);
    adminRoutes(app, k);
  },
  commands: (program, withKernel) => {
    peopleCommands(program, withKernel);
    departmentCommands(program, withKernel);
  },
  demo: async (k) => {
    if (await seedPeople(k)) await seedRegister(k);
  },
};

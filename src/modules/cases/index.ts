import type { Module } from '../../kernel/module.ts';
import { offerOnMe } from '../people/index.ts';
import { casesAdminNav, casesAdminRoutes, catalogueCommand, wireCasesAdmin } from './admin/cases-admin.routes.ts';
import { apiNav, apiRoutes } from './api/api.routes.ts';
import { seedCases } from './demo/cases.demo.ts';
import { deskNav, deskRoutes } from './desk/desk.routes.ts';
import { wireDesk } from './desk/wire-desk.ts';
import { dispatchNav } from './dispatch/dispatch.nav.ts';
import { dispatchRoutes } from './dispatch/dispatch.routes.tsx';
import { supervisionRoutes } from './dispatch/supervision.routes.tsx';
import { wireDispatch } from './dispatch/wire-dispatch.ts';
import { evalCommands } from './eval/eval-commands.ts';
import { intakeRoutes } from './intake/intake.routes.tsx';
import { declareAuthorsJoin } from './join-authors.ts';
import { open311Routes } from './open311/open311.routes.ts';
import { declareAuthorsData } from './personal-data.ts';
import { declareCasesTables } from './processing/declare-tables.ts';
import { promiseRoutes } from './promises/promises.routes.ts';
import { publicNav, publicRoutes } from './public/public.routes.tsx';
import { wirePublic } from './public/wire-public.ts';
import { residentNav, residentRoutes } from './resident/resident.routes.tsx';
import { wireResident } from './resident/wire-resident.ts';
import { wireFigures } from './statistics/roll-up.ts';
import { statisticsNav } from './statistics/statistics.nav.ts';
import { statisticsRoutes } from './statistics/statistics.routes.ts';
import { topicsNav, topicsRoutes } from './topics/topics.routes.tsx';
import { wireTopics } from './topics/wire-topics.ts';
import { importCommand } from './transfer/transfer-commands.ts';

/** The city's mailbox: letters taken in, sent to departments, answered in time, rated, and shown to everybody. */
export const casesModule: Module = {
  name: 'cases',
  nav: [
    ...publicNav,
    ...residentNav,
    ...dispatchNav,
    ...deskNav,
    ...statisticsNav,
    ...topicsNav,
    ...apiNav,
    ...casesAdminNav,
  ],
  routes: (app, k) => {
    casesAdminRoutes(app, k);
    publicRoutes(app, k);
    residentRoutes(app, k);
    dispatchRoutes(app, k);
    supervisionRoutes(app, k);
    intakeRoutes(app, k);
    promiseRoutes(app, k);
    deskRoutes(app, k);
    statisticsRoutes(app, k);
    topicsRoutes(app, k);
    open311Routes(app, k);
    apiRoutes(app, k);
  },
  wire: (k) => {
    wireCasesAdmin(k);
    declareAuthorsData(k);
    declareAuthorsJoin(k);
    declareCasesTables(k);
    offerOnMe(k, {
      href: '/me/cases',
      label: 'cases.personal_data.mine',
      note: 'cases.personal_data.mine_note',
      icon: 'mail',
      order: 10,
    });
    wirePublic(k);
    wireResident(k);
    wireDispatch(k);
    wireDesk(k);
    wireFigures(k);
    wireTopics(k);
  },
  commands: (program, withKernel) => {
    importCommand(program, withKernel);
    catalogueCommand(program, withKernel);
    evalCommands(program);
  },
  demo: (k) => seedCases(k),
};

export type { CaseState } from './cases.rules.ts';
export { playOnCase } from './demo/play-on-case.ts';
export { type CaseStanding, caseStandings, casesMergedInto } from './intake/on-behalf.queries.ts';
export { openOnBehalf } from './intake/open-on-behalf.ts';

import type { Module } from '../../kernel/module.ts';
import { seedCases } from './demo/cases.demo.ts';
import { dispatchNav } from './dispatch/dispatch.nav.ts';
import { dispatchRoutes } from './dispatch/dispatch.routes.ts';
import { wireDispatch } from './dispatch/wire-dispatch.ts';
import { evalCommands } from './eval/eval-commands.ts';
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
  nav: [...publicNav, ...residentNav, ...dispatchNav, ...statisticsNav, ...topicsNav],
  routes: (app, k) => {
    publicRoutes(app, k);
    residentRoutes(app, k);
    dispatchRoutes(app, k);
    statisticsRoutes(app, k);
    topicsRoutes(app, k);
  },
  wire: (k) => {
    wirePublic(k);
    wireResident(k);
    wireDispatch(k);
    wireFigures(k);
    wireTopics(k);
  },
  commands: (program, withKernel) => {
    importCommand(program, withKernel);
    evalCommands(program);
  },
  demo: (k) => seedCases(k),
};

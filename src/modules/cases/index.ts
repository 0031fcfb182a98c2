import type { Module } from '../../kernel/module.ts';
import { seedCases } from './demo/cases.demo.ts';
import { evalCommands } from './eval/eval-commands.ts';
import { wireFigures } from './statistics/roll-up.ts';
import { statisticsNav } from './statistics/statistics.nav.ts';
import { statisticsRoutes } from './statistics/statistics.routes.ts';
import { topicsNav, topicsRoutes } from './topics/topics.routes.tsx';
import { wireTopics } from './topics/wire-topics.ts';
import { importCommand } from './transfer/transfer-commands.ts';

/** The city's mailbox: letters taken in, sent to departments, answered in time, rated, and shown to everybody. */
export const casesModule: Module = {
  name: 'cases',
  nav: [...statisticsNav, ...topicsNav],
  routes: (app, k) => {
    statisticsRoutes(app, k);
    topicsRoutes(app, k);
  },
  wire: (k) => {
    wireFigures(k);
    wireTopics(k);
  },
  commands: (program, withKernel) => {
    importCommand(program, withKernel);
    evalCommands(program);
  },
  demo: (k) => seedCases(k),
};

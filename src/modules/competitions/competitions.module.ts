import type { Module } from '../../kernel/module.ts';
import './competitions.errors.ts';
import { builtWords } from './ballots/verify/built-words.ts';
import { verifyRoutes } from './ballots/verify/verify.routes.tsx';
import { verifyCommand } from './ballots/verify/verify-command.ts';
import { publicNav, publicRoutes } from './public/public.routes.tsx';
import { wireCompetitions } from './wire-competitions.ts';

/** Everything that is entered, judged or voted on. */
export const competitionsModule: Module = {
  name: 'competitions',
  nav: publicNav,
  wire: (k) => {
    wireCompetitions(k);
  },
  routes: (app, k) => {
    verifyRoutes(app, k);
    publicRoutes(app, k);
  },
  commands: (program) => {
    verifyCommand(program, builtWords);
  },
};

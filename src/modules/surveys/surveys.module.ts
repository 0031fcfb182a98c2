import type { Module } from '../../kernel/module.ts';
import { answerRoutes } from './answer/answer.routes.ts';
import { buildNav, buildRoutes } from './build/build.routes.tsx';
import { seedSurveys } from './demo/surveys.demo.ts';
import { resultsDeskRoutes } from './results/desk.routes.tsx';
import { publicResultsRoutes } from './results/public.routes.tsx';
import { wireSurveys } from './wire-surveys.ts';
import { xlsformRoutes } from './xlsform/xlsform.routes.tsx';

/** Questionnaires with logic, and what came of them. */
export const surveysModule: Module = {
  name: 'surveys',
  nav: [...buildNav],
  wire: (k) => {
    wireSurveys(k);
  },
  routes: (app, k) => {
    resultsDeskRoutes(app, k);
    publicResultsRoutes(app, k);
    buildRoutes(app, k);
    answerRoutes(app, k);
    xlsformRoutes(app, k);
  },
  demo: seedSurveys,
};

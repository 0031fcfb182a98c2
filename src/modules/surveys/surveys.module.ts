import type { Module } from '../../kernel/module.ts';
import { buildNav, buildRoutes } from './build/build.routes.tsx';
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
    buildRoutes(app, k);
    xlsformRoutes(app, k);
  },
};

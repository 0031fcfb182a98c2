import type { Module } from '../../kernel/module.ts';
import { wireSurveys } from './wire-surveys.ts';

/** Questionnaires with logic, and what came of them. */
export const surveysModule: Module = {
  name: 'surveys',
  wire: (k) => {
    wireSurveys(k);
  },
};

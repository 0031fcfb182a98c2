import type { Module } from '../../kernel/module.ts';
import './competitions.errors.ts';
import { wireCompetitions } from './wire-competitions.ts';

/** Everything that is entered, judged or voted on. */
export const competitionsModule: Module = {
  name: 'competitions',
  wire: (k) => {
    wireCompetitions(k);
  },
};

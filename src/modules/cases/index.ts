import type { Module } from '../../kernel/module.ts';

/** The city's mailbox: letters taken in, sent to departments, answered in time, rated, and shown to everybody. */
export const casesModule: Module = {
  name: 'cases',
};

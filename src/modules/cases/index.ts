import type { Module } from '../../kernel/module.ts';
import { seedCases } from './demo/cases.demo.ts';
import { evalCommands } from './eval/eval-commands.ts';
import { importCommand } from './transfer/transfer-commands.ts';

/** The city's mailbox: letters taken in, sent to departments, answered in time, rated, and shown to everybody. */
export const casesModule: Module = {
  name: 'cases',
  commands: (program, withKernel) => {
    importCommand(program, withKernel);
    evalCommands(program);
  },
  demo: seedCases,
};

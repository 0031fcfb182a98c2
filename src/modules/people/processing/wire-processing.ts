import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from './declare-processing.ts';
import { kernelTables } from './kernel-tables.ts';
import { peopleTables } from './people-tables.ts';

/** Says what the tables of accounts and those under all modules hold of people. */
export function wireProcessing(k: Kernel): void {
  declareProcessing(k, kernelTables);
  declareProcessing(k, peopleTables);
}

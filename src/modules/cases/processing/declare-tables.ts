import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { cityTables } from './city-tables.ts';
import { courseTables } from './course-tables.ts';
import { letterTables } from './letter-tables.ts';

/** Says what the mailbox's tables hold of people, for the city's register of processing. */
export function declareCasesTables(k: Kernel): void {
  declareProcessing(k, letterTables);
  declareProcessing(k, courseTables);
  declareProcessing(k, cityTables);
}

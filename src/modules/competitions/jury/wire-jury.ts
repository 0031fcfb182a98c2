import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { juryTables } from './processing.ts';

/** What juries hold, and whom they tell. */
export function wireJury(k: Kernel): void {
  declareProcessing(k, juryTables);
}

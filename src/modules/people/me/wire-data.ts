import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { dataRequestTables } from './processing.ts';

/** Requests about one's own data: what is held of them, their reminders. */
export function wireData(k: Kernel): void {
  declareProcessing(k, dataRequestTables);
}

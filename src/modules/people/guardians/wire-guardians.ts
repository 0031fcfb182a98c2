import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { guardianTables } from './processing.ts';

export function wireGuardians(k: Kernel): void {
  declareProcessing(k, guardianTables);
}

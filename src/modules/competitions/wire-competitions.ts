import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireJury } from './jury/wire-jury.ts';
import { ballotTables, competitionTables } from './processing.ts';

/** What is said of the module's own tables; each part wires itself. */
export function wireCompetitions(k: Kernel): void {
  declareProcessing(k, { ...competitionTables, ...ballotTables });
  wireJury(k);
}

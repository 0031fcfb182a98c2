import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireBallots } from './ballots/wire-ballots.ts';
import { wireJury } from './jury/wire-jury.ts';
import { ballotTables, competitionTables } from './processing.ts';
import { wireResults } from './results/wire-results.ts';
import { wireScreening } from './screening/wire-screening.ts';
import { wirePublic } from './public/wire-public.ts';

/** What is said of the module's own tables; each part wires itself. */
export function wireCompetitions(k: Kernel): void {
  declareProcessing(k, { ...competitionTables, ...ballotTables });
  wireBallots(k);
  wireJury(k);
  wirePublic(k);
  wireScreening(k);
  wireResults(k);
}

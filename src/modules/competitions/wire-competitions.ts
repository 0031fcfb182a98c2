import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireIntegrity } from './ballots/integrity/wire-integrity.ts';
import { wireBallots } from './ballots/wire-ballots.ts';
import { wireEntries } from './entries/wire-entries.ts';
import { wireJury } from './jury/wire-jury.ts';
import { wireOrganise } from './organise/wire-organise.ts';
import { wirePitch } from './pitch/wire-pitch.ts';
import { ballotTables, competitionTables } from './processing.ts';
import { wirePublic } from './public/wire-public.ts';
import { wireResults } from './results/wire-results.ts';
import { wireScreening } from './screening/wire-screening.ts';

/** What is said of the module's own tables; each part wires itself. */
export function wireCompetitions(k: Kernel): void {
  declareProcessing(k, { ...competitionTables, ...ballotTables });
  wireOrganise(k);
  wireEntries(k);
  wireBallots(k);
  wireIntegrity(k);
  wirePitch(k);
  wireJury(k);
  wirePublic(k);
  wireScreening(k);
  wireResults(k);
}

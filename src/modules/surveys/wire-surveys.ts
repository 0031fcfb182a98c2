import type { Kernel } from '../../kernel/kernel.ts';
import { declareProcessing } from '../people/index.ts';
import { wireAnswer } from './answer/wire-answer.ts';
import { wireBuild } from './build/wire-build.ts';
import { surveyTables } from './processing.ts';
import { wireResults } from './results/wire-results.ts';

/** What is said of the module's own tables; each part wires itself. */
export function wireSurveys(k: Kernel): void {
  declareProcessing(k, surveyTables);
  wireBuild(k);
  wireAnswer(k);
  wireResults(k);
}

import type { Db } from '../db/index.ts';
import { latestRuns } from './runs.queries.ts';
import { type Run, runOf } from './runs.ts';

export { deleteDraft, wipeExpired as wipeExpiredRuns, wipeFile } from './runs.queries.ts';
export {
  beginRun,
  fileOfRun,
  findRun,
  finishRun,
  noteProgress,
  openRun,
  queueRun,
  type Run,
  undecideRun,
} from './runs.ts';

/** The last runs of a kind, newest first. */
export async function recentRuns(db: Db, kind: string, limit: number): Promise<Run[]> {
  return (await latestRuns(db, kind, limit)).map(runOf);
}

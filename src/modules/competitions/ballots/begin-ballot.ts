import type { Db } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { type Ballot, ballotOf, insertBallot } from './ballot.queries.ts';
import { newKeys } from './log/keys.ts';

/** The ballot of a stage, whose keys are made when it is first asked for. */
export async function beginBallot(
  k: Kernel,
  db: Db,
  competition: Pick<Competition, 'id' | 'slug'>,
  stage: Stage<'ballot'>,
): Promise<Ballot> {
  const where = { competitionId: competition.id, stageId: stage.id };
  const found = await ballotOf(db, where);
  if (found) return found;
  const origin = `${new URL(k.config.publicUrl).host}/competitions/${competition.slug}/ballots/${stage.id}`;
  await insertBallot(db, { ...where, origin, hash: stage.settings.hash, ...newKeys(k, stage.id) });
  return (await ballotOf(db, where)) as Ballot;
}

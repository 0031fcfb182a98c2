import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { InStage } from '../ballot.queries.ts';

const piece = 5_000;

/** Puts a list in the place of the one before. */
export async function replaceInvited(
  tx: Tx,
  { competitionId, stageId }: InStage,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql`delete from competitions.invited_voter where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(
    tx,
  );
  for (let from = 0; from < hashes.length; from += piece)
    await sql`insert into competitions.invited_voter (competition_id, stage_id, address_hash)
      select ${competitionId}, ${stageId}, g.hash from unnest(${hashes.slice(from, from + piece)}::bytea[]) g (hash)
      order by g.hash on conflict do nothing`.execute(tx);
}

export async function countInvited(db: Db, { competitionId, stageId }: InStage): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.invited_voter
    where competition_id = ${competitionId} and stage_id = ${stageId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Forgets who was invited to the ballots of a competition. */
export async function forgetInvited(tx: Tx, competitionId: string): Promise<void> {
  await sql`delete from competitions.invited_voter where competition_id = ${competitionId}`.execute(tx);
}

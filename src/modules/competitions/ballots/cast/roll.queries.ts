import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { InStage } from '../ballot.queries.ts';

/** A roll whose pseudonyms can still be made; the key as it is stored. */
export type RollOf = InStage & { title: string; rollKey: Buffer };

/** Rolls of competitions whose results are not final: a handful. */
export async function rolls(db: Db): Promise<RollOf[]> {
  const { rows } = await sql<RollOf>`
    select b.competition_id as "competitionId", b.stage_id as "stageId", b.roll_key as "rollKey", c.title
    from competitions.ballot b join competitions.competition c on c.id = b.competition_id
    where b.roll_key is not null order by b.stage_id`.execute(db);
  return rows;
}

/** Waits for ballots under way, and lets none be cast until the end of the transaction. */
export async function holdRolls(tx: Tx): Promise<void> {
  await sql`select from competitions.ballot where roll_key is not null and closed_at is null
    order by stage_id for update`.execute(tx);
}

/** How many ballots a pseudonym has cast. */
export async function onRoll(db: Db, { competitionId, stageId }: InStage, voter: Buffer): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.roll
    where voter = ${voter} and stage_id = ${stageId} and competition_id = ${competitionId}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Ballots of one pseudonym become another's, but for those that both have cast. */
export async function movePseudonym(
  tx: Tx,
  { competitionId, stageId }: InStage,
  from: Buffer,
  to: Buffer,
): Promise<void> {
  await sql`update competitions.roll r set voter = ${to}
    where r.voter = ${from} and r.stage_id = ${stageId} and r.competition_id = ${competitionId}
      and not exists (select from competitions.roll o where o.voter = ${to} and o.slot = r.slot
        and o.stage_id = r.stage_id and o.competition_id = r.competition_id)`.execute(tx);
}

import { type Db, type PageKey, sql, type Tx } from '../../../../kernel/db/index.ts';

export type InvalidationState = 'proposed' | 'confirmed' | 'rejected' | 'withdrawn';

export type Invalidation = {
  id: string;
  competitionId: string;
  stageId: string;
  mark: number;
  choices: number[] | null;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  state: InvalidationState;
  decidedAs: 'organiser' | 'observer' | null;
  decidedAt: Date | null;
  decisionReason: string;
  positions: [number, number][] | null;
  ballots: number | null;
};

const columns = sql`i.id, i.competition_id as "competitionId", i.stage_id as "stageId", i.mark, i.choices, i.reason,
  i.proposed_by as "proposedBy", i.proposed_at as "proposedAt", i.state, i.decided_as as "decidedAs",
  i.decided_at as "decidedAt", i.decision_reason as "decisionReason", i.positions, i.ballots`;

export async function insertInvalidation(
  tx: Tx,
  given: Pick<
    Invalidation,
    'id' | 'competitionId' | 'stageId' | 'mark' | 'choices' | 'reason' | 'proposedBy' | 'proposedAt'
  >,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into competitions.invalidation (id, competition_id, stage_id, mark, choices, reason, proposed_by, proposed_at)
    values (${given.id}, ${given.competitionId}, ${given.stageId}, ${given.mark}, ${given.choices}, ${given.reason},
      ${given.proposedBy}, ${given.proposedAt})
    on conflict (stage_id, mark) where state = 'proposed' do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function lockInvalidation(tx: Tx, id: string): Promise<Invalidation | undefined> {
  const { rows } = await sql<Invalidation>`
    select ${columns} from competitions.invalidation i where i.id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function settleInvalidation(
  tx: Tx,
  id: string,
  given: {
    state: Exclude<InvalidationState, 'proposed'>;
    by: string | null;
    as: 'organiser' | 'observer' | null;
    at: Date;
    reason: string;
    positions: [number, number][] | null;
    ballots: number | null;
  },
): Promise<void> {
  await sql`update competitions.invalidation set state = ${given.state}, decided_by = ${given.by}, decided_as = ${given.as},
      decided_at = ${given.at}, decision_reason = ${given.reason},
      positions = ${given.positions === null ? null : JSON.stringify(given.positions)}::jsonb, ballots = ${given.ballots}
    where id = ${id} and state = 'proposed'`.execute(tx);
}

/** The newest first. `before`: those that were proposed earlier. */
export async function invalidationsOf(
  db: Db,
  stageId: string,
  { before, limit }: { before?: PageKey | undefined; limit: number },
): Promise<Invalidation[]> {
  const { rows } = await sql<Invalidation>`
    select ${columns} from competitions.invalidation i where i.stage_id = ${stageId}
      and (${before?.at ?? null}::timestamptz is null
        or (i.proposed_at, i.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by i.proposed_at desc, i.id desc limit ${limit}`.execute(db);
  return rows;
}

type InStage = { competitionId: string; stageId: string };

/** A ballot that counts: neither replaced nor named by a confirmed invalidation. */
const counting = sql`l.kind = 'b'
  and not exists (select from competitions.replaced r where r.competition_id = l.competition_id
    and r.stage_id = l.stage_id and r.ballot_id = l.ballot_id)
  and not exists (select from competitions.invalidation i, jsonb_array_elements(i.positions) p
    where i.stage_id = l.stage_id and i.state = 'confirmed'
      and l.position between (p->>0)::int and (p->>1)::int)`;

const choicesOf = sql`(convert_from(l.bytes, 'UTF8')::jsonb -> 'c')`;

/** Positions of a burst's ballots that count, of those with exactly these choices where some are given. */
export async function positionsOfBurst(
  db: Db,
  { competitionId, stageId }: InStage,
  { mark, choices }: { mark: number; choices: readonly number[] | null },
): Promise<number[]> {
  const { rows } = await sql<{ position: number }>`
    select l.position from competitions.mark m
    join competitions.leaf l on l.competition_id = m.competition_id and l.stage_id = m.stage_id and l.position = m.position
    where m.competition_id = ${competitionId} and m.stage_id = ${stageId} and m.mark = ${mark} and ${counting}
      and (${choices === null ? null : JSON.stringify(choices)}::jsonb is null
        or ${choicesOf} = ${choices === null ? null : JSON.stringify(choices)}::jsonb)
    order by l.position`.execute(db);
  return rows.map(({ position }) => position);
}

/**
 * Ballots of a burst for each entry, beside all others that count: entries that somebody in the burst chose. The others
 * come from the roll-up, so that a million ballots are not read for it.
 */
export async function choicesOfBurst(
  db: Db,
  { competitionId, stageId }: InStage,
  mark: number,
): Promise<{ ballots: number; others: number; entries: { number: number; inBurst: number; elsewhere: number }[] }> {
  const { rows } = await sql<{ number: number | null; inBurst: number; all: number }>`
    with ballot as materialized (
      select ${choicesOf} as c from competitions.mark m
      join competitions.leaf l on l.competition_id = m.competition_id and l.stage_id = m.stage_id and l.position = m.position
      where m.competition_id = ${competitionId} and m.stage_id = ${stageId} and m.mark = ${mark} and ${counting}),
    chosen as (select c.value::int as number, count(*)::int as n from ballot, jsonb_array_elements_text(ballot.c) c group by 1)
    select null::int as number, (select count(*)::int from ballot) as "inBurst",
      ((select count(*) from competitions.leaf where competition_id = ${competitionId} and stage_id = ${stageId} and kind = 'b')
       - (select count(*) from competitions.replaced where competition_id = ${competitionId} and stage_id = ${stageId})
       - (select coalesce(sum(ballots), 0) from competitions.invalidation where stage_id = ${stageId} and state = 'confirmed'))::int as all
    union all
    select h.number, h.n, v.votes from chosen h join competitions.ballot_count v
      on v.competition_id = ${competitionId} and v.stage_id = ${stageId} and v.entry_number = h.number`.execute(db);
  const whole = rows.find(({ number }) => number === null);
  const ballots = whole?.inBurst ?? 0;
  return {
    ballots,
    others: (whole?.all ?? 0) - ballots,
    entries: rows.flatMap(({ number, inBurst, all }) =>
      number === null ? [] : [{ number, inBurst, elsewhere: all - inBurst }],
    ),
  };
}

/** Ballots of a burst that say exactly the same, the most frequent first, and how many do so elsewhere. */
export async function sameChoices(
  db: Db,
  { competitionId, stageId }: InStage,
  mark: number,
): Promise<{ choices: number[]; ballots: number }[]> {
  const { rows } = await sql<{ choices: number[]; ballots: number }>`
    select ${choicesOf} as choices, count(*)::int as ballots from competitions.mark m
    join competitions.leaf l on l.competition_id = m.competition_id and l.stage_id = m.stage_id and l.position = m.position
    where m.competition_id = ${competitionId} and m.stage_id = ${stageId} and m.mark = ${mark} and ${counting}
    group by 1 having count(*) >= 10 order by 2 desc, 1 limit 5`.execute(db);
  return rows;
}

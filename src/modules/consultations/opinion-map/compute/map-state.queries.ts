import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { OpinionMap, StatementFigures } from '../math/opinion-map.ts';

export type MapState = {
  version: number;
  batch: number;
  epoch: number;
  leftOut: number[];
  computedAt: Date;
  seconds: number;
  final: boolean;
};

const columns = sql`version, batch, epoch, left_out as "leftOut", computed_at as "computedAt", seconds, final`;

/** The map as it was computed last; undefined before the first time. */
export async function computedMap(
  db: Db,
  consultationId: string,
): Promise<(MapState & { result: OpinionMap }) | undefined> {
  const { rows } = await sql<MapState & { result: OpinionMap }>`select ${columns}, result from consultations.map_state
    where consultation_id = ${consultationId}`.execute(db);
  return rows[0];
}

/** The same without the map, with what the next computation goes on from. */
export async function keptState(
  db: Db,
  consultationId: string,
): Promise<(MapState & { keeper: Buffer | null }) | undefined> {
  const { rows } = await sql<
    MapState & { keeper: Buffer | null }
  >`select ${columns}, keeper from consultations.map_state
    where consultation_id = ${consultationId}`.execute(db);
  return rows[0];
}

/** Figures of every statement as of the last computation; empty before the first. */
export async function figuresOf(db: Db, consultationId: string): Promise<StatementFigures[]> {
  const { rows } = await sql<{ figures: StatementFigures[] }>`select result->'figures' as figures
    from consultations.map_state where consultation_id = ${consultationId}`.execute(db);
  return rows[0]?.figures ?? [];
}

export async function putState(
  tx: Tx,
  consultationId: string,
  state: Omit<MapState, 'version'> & { result: OpinionMap; keeper: Uint8Array | null },
): Promise<void> {
  const { batch, epoch, leftOut, computedAt, seconds, final } = state;
  const keeper = state.keeper && Buffer.from(state.keeper);
  await sql`insert into consultations.map_state (consultation_id, version, batch, epoch, left_out, computed_at, seconds, final,
      result, keeper)
    values (${consultationId}, 1, ${batch}, ${epoch}, ${leftOut}::int4[], ${computedAt}, ${seconds}, ${final},
      ${JSON.stringify(state.result)}::jsonb, ${keeper})
    on conflict (consultation_id) do update set version = map_state.version + 1, batch = excluded.batch,
      epoch = excluded.epoch, left_out = excluded.left_out, computed_at = excluded.computed_at, seconds = excluded.seconds,
      final = excluded.final, result = excluded.result, keeper = excluded.keeper`.execute(tx);
}

/**
 * Maps whose last computation is behind: votes came in or were taken back, statements were hidden or shown again, or the map has
 * ended since and was not computed afresh.
 */
export async function mapsBehind(db: Db, today: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select m.consultation_id as id from consultations.map m
    join consultations.consultation c on c.id = m.consultation_id
    left join consultations.map_state s on s.consultation_id = m.consultation_id
    where c.state in ('open', 'answered') and c.starts_on <= ${today} and (s.consultation_id is null
      or s.batch < m.batch or s.epoch <> m.epoch or (not s.final and (c.state = 'answered' or c.ends_on < ${today}))
      or s.left_out <> array(select n.number from consultations.statement t
        join consultations.contribution n on n.id = t.contribution_id
        where t.consultation_id = m.consultation_id and n.state <> 'visible' order by n.number))
    order by m.consultation_id limit 100`.execute(db);
  return rows.map(({ id }) => id);
}

/** One computation of a map at a time, whichever process makes it. Held by the connection, not by a transaction. */
export async function lockComputation(db: Db, consultationId: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(hashtextextended(${`opinion map ${consultationId}`}, 0)) as held`.execute(db);
  return rows[0]?.held ?? false;
}

export async function unlockComputation(db: Db, consultationId: string): Promise<void> {
  await sql`select pg_advisory_unlock(hashtextextended(${`opinion map ${consultationId}`}, 0))`.execute(db);
}

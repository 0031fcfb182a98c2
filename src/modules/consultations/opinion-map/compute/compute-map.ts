import { type Db, inTransaction, onCommit, type Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { noticeOnCommit } from '../../../../kernel/live/index.ts';
import { localDate } from '../../../../kernel/time/index.ts';
import { consultationById } from '../../consultation.queries.ts';
import { statusOn } from '../../consultations.rules.ts';
import { statementsOf } from '../statements/statement.queries.ts';
import { type MapRow, mapRow } from '../voting/participant.queries.ts';
import { publishedNumbers, type VoteColumns, votesAfter } from '../voting/vote.queries.ts';
import { computeApart } from './compute-apart.ts';
import {
  keptState,
  lockComputation,
  type MapState,
  mapsBehind,
  putState,
  unlockComputation,
} from './map-state.queries.ts';

/** Pages of a map that show what was computed. */
export const mapTag = (consultationId: string): string => `map:${consultationId}`;

/**
 * Computes a map with every vote that was committed by now and writes it down; does nothing where nothing changed, or where
 * another process is at it. Killed in the middle, it leaves the last map standing, and the next one begins where that one ended.
 * @returns whether it was computed
 */
export async function computeMap(k: Kernel, consultationId: string, signal?: AbortSignal): Promise<boolean> {
  return k.db.connection().execute(async (connection) => {
    const held = connection as Db;
    if (!(await lockComputation(held, consultationId))) return false;
    try {
      return await compute(k, consultationId, signal);
    } finally {
      await unlockComputation(held, consultationId);
    }
  });
}

async function compute(k: Kernel, consultationId: string, signal?: AbortSignal): Promise<boolean> {
  const [consultation, row, state, statements] = await Promise.all([
    consultationById(k.db, consultationId),
    mapRow(k.db, consultationId),
    keptState(k.db, consultationId),
    statementsOf(k.db, consultationId),
  ]);
  if (consultation?.kind !== 'map' || !row) return false;
  const status = statusOn(consultation, localDate(k.clock.now(), k.config.TIME_ZONE));
  const final = status === 'ended' || status === 'answered';
  const leftOut = statements.filter((each) => each.state !== 'visible').map(({ number }) => number);
  if (state && isCurrent(state, { row, leftOut, final })) return false;
  const started = performance.now();
  const goesOn = !final && state?.epoch === row.epoch ? state.keeper : null;
  const run = (keeper: Buffer | null) =>
    computeApart(
      k,
      {
        keeper,
        leftOut,
        votes: final ? published(k.db, consultationId) : votesFrom(k.db, consultationId, keeper, state),
        final,
      },
      signal,
    );
  let computed = await run(goesOn);
  // Written by an earlier version of the program.
  if (computed.stale) computed = await run(null);
  const seconds = (performance.now() - started) / 1000;
  await inTransaction(k.db, async (tx) => {
    await putState(tx, consultationId, {
      batch: row.batch,
      epoch: row.epoch,
      leftOut,
      computedAt: k.clock.now(),
      seconds,
      final,
      result: computed.result,
      keeper: computed.keeper,
    });
    await tellOfMap(k, tx, consultationId);
  });
  return true;
}

function isCurrent(state: MapState, now: { row: MapRow; leftOut: number[]; final: boolean }): boolean {
  const { batch, epoch } = now.row;
  return (
    state.batch >= batch &&
    state.epoch === epoch &&
    state.final === now.final &&
    `${state.leftOut}` === `${now.leftOut}`
  );
}

const votesFrom = (db: Db, id: string, keeper: Buffer | null, state: MapState | undefined) =>
  votesAfter(db, id, keeper && state ? state.batch : 0);

/** All votes under the numbers that open data gives to participants. */
async function* published(db: Db, consultationId: string): AsyncGenerator<VoteColumns> {
  const numbers = await publishedNumbers(db, consultationId);
  for await (const { participants, statements, votes } of votesAfter(db, consultationId, 0))
    yield { participants: participants.map((each) => numbers.get(each) as number), statements, votes };
}

/** Pages that show the map are made anew in every process. */
async function tellOfMap(k: Kernel, tx: Tx, consultationId: string): Promise<void> {
  const tag = mapTag(consultationId);
  await noticeOnCommit(tx, 'kernel.cache', [tag]);
  await noticeOnCommit(tx, tag, null);
  onCommit(tx, () => k.cache.invalidate(tag));
}

/** Computes every map that is behind: what a process that died left undone, and those whose last day is over. */
export async function lookAfterMaps(k: Kernel, signal?: AbortSignal): Promise<number> {
  let computed = 0;
  for (const id of await mapsBehind(k.db, localDate(k.clock.now(), k.config.TIME_ZONE))) {
    try {
      if (await computeMap(k, id, signal)) computed++;
    } catch (error) {
      // The others must not wait for one that cannot be computed.
      if (signal?.aborted) throw error;
      k.log.error({ err: error, consultationId: id }, 'an opinion map could not be computed');
    }
  }
  return computed;
}

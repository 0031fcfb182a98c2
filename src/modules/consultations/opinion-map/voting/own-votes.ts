import { inTransaction } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { computeSoon } from '../compute/compute-soon.ts';
import type { OpenMap } from '../open-map.ts';
import { pseudonymOf } from './cast-vote.ts';
import {
  changeKey,
  deleteParticipant,
  holdMap,
  mergeParticipants,
  nextEpoch,
  participantsByKey,
} from './participant.queries.ts';
import type { Participant } from './participant-token.ts';
import { seatsOf } from './seats.ts';

/**
 * Takes all of somebody's votes back: nothing of them is left, and the map is computed without them.
 * @returns how many there were
 * @throws AppError consultations.over once the map is answered
 */
export async function takeVotesBack(k: Kernel, map: OpenMap, participant: Participant): Promise<number> {
  const key = pseudonymOf(map, participant) ?? fail('consultations.over');
  return inTransaction(k.db, async (tx) => {
    const row = await holdMap(tx, map.id);
    if (!row || row.closedAt) return fail('consultations.over');
    const taken = await deleteParticipant(tx, map.id, key);
    if (taken > 0) await changed(k, tx, map.id);
    return taken;
  });
}

/**
 * Somebody voted without an account and says that they are the one who is signed in now: one participant from now on. Where both
 * voted, the account's vote stands.
 */
export async function joinVotes(k: Kernel, map: OpenMap, from: Participant, to: Participant): Promise<void> {
  const [fromKey, toKey] = [pseudonymOf(map, from), pseudonymOf(map, to)];
  if (fromKey === null || toKey === null) return fail('consultations.over');
  await inTransaction(k.db, async (tx) => {
    const row = await holdMap(tx, map.id);
    if (!row || row.closedAt) return fail('consultations.over');
    await moveVotes(k, tx, map.id, fromKey, toKey);
  });
}

/** In a transaction that holds the map. Does nothing where there is nobody of the first pseudonym. */
export async function moveVotes(
  k: Kernel,
  tx: Parameters<typeof nextEpoch>[0],
  mapId: string,
  from: string,
  to: string,
): Promise<void> {
  const found = new Set((await participantsByKey(tx, mapId, [from, to])).map(({ key }) => key));
  if (from === to || !found.has(from)) return;
  if (found.has(to)) await mergeParticipants(tx, mapId, from, to);
  else await changeKey(tx, mapId, from, to);
  await changed(k, tx, mapId);
}

async function changed(k: Kernel, tx: Parameters<typeof nextEpoch>[0], mapId: string): Promise<void> {
  await nextEpoch(tx, mapId);
  computeSoon(k, tx, mapId);
  seatsOf(k).forget(mapId);
}

import type { Tx } from '../../../../kernel/db/index.ts';
import { AppError } from '../../../../kernel/errors/index.ts';
import { groupCommit, QueueFull } from '../../../../kernel/group-commit/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { computeSoon } from '../compute/compute-soon.ts';
import type { OpenMap } from '../open-map.ts';
import { accountPseudonym, visitorPseudonym } from './map-keys.ts';
import { insertParticipants, nextBatch, participantsByKey } from './participant.queries.ts';
import type { Participant } from './participant-token.ts';
import { type Seat, seatsOf } from './seats.ts';
import { putVotes } from './vote.queries.ts';

export type CastVote = {
  map: OpenMap;
  participant: Participant;
  /** number of a statement that may be voted on */
  statement: number;
  vote: number;
};

type Casting = { map: OpenMap; key: string; statement: number; vote: number; tried: boolean };

const casters = new WeakMap<Kernel, (casting: Casting) => Promise<ReadonlySet<number>>>();

/** @returns null once the map is answered and the key is gone */
export function pseudonymOf({ participantKey }: OpenMap, { kind, value }: Participant): string | null {
  if (!participantKey) return null;
  return kind === 'a' ? value : visitorPseudonym(participantKey, value);
}

/** The participant that an account is in this map, wherever it signs in. */
export function participantOfAccount({ participantKey }: OpenMap, accountId: string): Participant | null {
  return participantKey && { kind: 'a', value: accountPseudonym(participantKey, accountId) };
}

/**
 * Keeps one vote; a vote on the same statement before is replaced. When it returns, the vote is durable; votes that come in
 * together share a commit. Sent twice it is the same vote.
 * @returns numbers of the statements that this participant has voted on
 * @throws AppError consultations.over; QueueFull
 */
export function castVote(k: Kernel, { map, participant, statement, vote }: CastVote): Promise<ReadonlySet<number>> {
  const key = pseudonymOf(map, participant);
  if (key === null) return Promise.reject(new AppError('consultations.over'));
  const casting: Casting = { map, key, statement, vote, tried: false };
  return casterOf(k)(casting).catch((error) => {
    if (error instanceof AppError || error instanceof QueueFull || !casting.tried) throw error;
    // The connection broke, perhaps after the commit: to write the same vote once more changes nothing.
    seatsOf(k).forget(map.id);
    return casterOf(k)(casting);
  });
}

function casterOf(k: Kernel): (casting: Casting) => Promise<ReadonlySet<number>> {
  let caster = casters.get(k);
  if (!caster) {
    caster = groupCommit(k.db, (tx, castings: Casting[]) => castTogether(k, tx, castings));
    casters.set(k, caster);
  }
  return caster;
}

async function castTogether(k: Kernel, tx: Tx, castings: Casting[]): Promise<(ReadonlySet<number> | Error)[]> {
  const maps = new Map<string, Casting[]>();
  for (const casting of castings) {
    casting.tried = true;
    const group = maps.get(casting.map.id);
    if (group) group.push(casting);
    else maps.set(casting.map.id, [casting]);
  }
  const outcomes = new Map<Casting, ReadonlySet<number> | Error>();
  // Always in the same order, so that two processes do not wait for each other.
  for (const id of [...maps.keys()].sort()) await castInMap(k, tx, id, maps.get(id) as Casting[], outcomes);
  return castings.map((casting) => outcomes.get(casting) as ReadonlySet<number> | Error);
}

async function castInMap(
  k: Kernel,
  tx: Tx,
  id: string,
  castings: Casting[],
  outcomes: Map<Casting, ReadonlySet<number> | Error>,
): Promise<void> {
  const next = await nextBatch(tx, id);
  if (!next) {
    for (const casting of castings) outcomes.set(casting, new AppError('consultations.over'));
    return;
  }
  const seats = await takeSeats(k, tx, id, next, castings);
  const last = new Map<string, Casting>();
  for (const casting of castings) last.set(`${casting.key} ${casting.statement}`, casting);
  const columns = { participants: [] as number[], statements: [] as number[], votes: [] as number[] };
  for (const { key, statement, vote } of last.values()) {
    columns.participants.push((seats.get(key) as Seat).number);
    columns.statements.push(statement);
    columns.votes.push(vote);
  }
  await putVotes(tx, id, next.batch, columns);
  for (const casting of castings) {
    const { seen } = seats.get(casting.key) as Seat;
    seen.add(casting.statement);
    outcomes.set(casting, seen);
  }
  computeSoon(k, tx, id);
}

/** Numbers of these participants, from memory, from the database, or new ones. */
async function takeSeats(
  k: Kernel,
  tx: Tx,
  id: string,
  { participants, epoch }: { participants: number; epoch: number },
  castings: Casting[],
): Promise<Map<string, Seat>> {
  const known = seatsOf(k).of(id, epoch);
  const seats = new Map<string, Seat>();
  const missing = new Set<string>();
  for (const { key } of castings) {
    const seat = known.get(key);
    if (seat) seats.set(key, seat);
    else missing.add(key);
  }
  if (missing.size === 0) return seats;
  for (const { key, number, seen } of await participantsByKey(tx, id, [...missing])) {
    seats.set(key, { number, seen: new Set(seen) });
    missing.delete(key);
  }
  const fresh = [...missing];
  if (fresh.length > 0) await insertParticipants(tx, id, participants, fresh);
  for (const [at, key] of fresh.entries()) seats.set(key, { number: participants + at, seen: new Set() });
  seatsOf(k).keepAfter(tx, id, epoch, seats);
  return seats;
}

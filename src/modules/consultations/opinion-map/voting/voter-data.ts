import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type VoteName, voteName } from '../opinion-map.rules.ts';
import { statementsOf } from '../statements/statement.queries.ts';
import { accountPseudonym, unlockParticipantKey } from './map-keys.ts';
import { moveVotes } from './own-votes.ts';
import { changeKey, holdMap, keyedMaps } from './participant.queries.ts';
import { votesOfParticipant } from './vote.queries.ts';

export type VotedMap = { map: string; votes: { statement: string; vote: VoteName }[] };

/**
 * Maps that somebody took part in with their account, and what they said, to themselves alone. Known only until the map is
 * answered, when the key is taken away from which pseudonyms are made.
 */
export async function votesOfAccount(k: Kernel, db: Db, accountId: string): Promise<VotedMap[]> {
  const found: VotedMap[] = [];
  for (const map of await keyedMaps(db)) {
    const key = own(k, map, accountId);
    const votes = await votesOfParticipant(db, map.consultationId, key);
    if (votes.length === 0) continue;
    const texts = new Map((await statementsOf(db, map.consultationId)).map(({ number, text }) => [number, text]));
    found.push({
      map: map.title,
      votes: votes.map(({ statement, vote }) => ({ statement: texts.get(statement) ?? '', vote: voteName(vote) })),
    });
  }
  return found;
}

/** Two accounts of one person become one participant. */
export async function joinVoter(k: Kernel, tx: Tx, from: string, to: string): Promise<void> {
  for (const map of await keyedMaps(tx)) {
    await holdMap(tx, map.consultationId);
    await moveVotes(k, tx, map.consultationId, own(k, map, from), own(k, map, to));
  }
}

/** The votes stay in the map, and nobody finds them any more: their pseudonym becomes a random one. */
export async function letVoterGo(k: Kernel, tx: Tx, accountId: string): Promise<void> {
  for (const map of await keyedMaps(tx)) {
    await holdMap(tx, map.consultationId);
    await changeKey(tx, map.consultationId, own(k, map, accountId), randomBytes(16).toString('hex'));
  }
}

const own = (k: Kernel, map: { consultationId: string; participantKey: Buffer }, accountId: string): string =>
  accountPseudonym(unlockParticipantKey(k, map.consultationId, map.participantKey), accountId);

import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Competition } from '../../competition.queries.ts';
import { type Stage, stageTime } from '../../competitions.rules.ts';
import { type Ballot, ballotOf } from '../ballot.queries.ts';
import '../ballots.errors.ts';
import { isReplaced, linesOf } from '../cast/cast.queries.ts';
import type { Receipt } from '../cast/cast-ballot.ts';
import { leafHash } from '../log/digest.ts';
import { signingKey } from '../log/keys.ts';
import { type BallotLeaf, ballotId, type InvalidationLeaf, readReceipt, receiptCode } from '../log/leaf.ts';
import { type Head, headsOf, invalidationLines } from '../log/log.queries.ts';
import { noteTime, signedNote } from '../log/note.ts';
import { readInclusion } from '../log/tiles.ts';
import type { OpenBallot } from '../open-ballot.ts';

/** What a promise is signed with. */
type SealingKeys = Pick<Ballot, 'stageId' | 'hash' | 'origin' | 'publicKey' | 'privateKey'>;

/** What a receipt leads to. */
export type FoundBallot = {
  code: string;
  stage: Stage<'ballot'>;
  ballot: SealingKeys;
  leaf: string;
  choices: number[];
  category: number | null;
  /** replaced: a later one counts; invalidated: it is named by an invalidation */
  state: 'counts' | 'replaced' | 'invalidated';
  mayChange: boolean;
  /** where it stands in the log, with the proof for the latest head; null: it waits to be sealed */
  sealed: { position: number; head: Head; path: Buffer[] } | null;
  /** until it is sealed: the city's signed word that it will be */
  promise: string | null;
};

/**
 * The ballot of a receipt, whichever of the competition's ballots it was for.
 * @param typed as somebody wrote it
 * @throws AppError competitions.receipt_unreadable, competitions.receipt_unknown
 */
export async function lookUp(k: Kernel, competition: Competition, typed: unknown): Promise<FoundBallot> {
  const secret = readReceipt(typed) ?? fail('competitions.receipt_unreadable');
  for (const stage of competition.stages) {
    if (stage.kind !== 'ballot') continue;
    const ballot = await ballotOf(k.db, { competitionId: competition.id, stageId: stage.id });
    const found = ballot && (await lookIn(k, competition, stage, ballot, secret));
    if (found) return found;
  }
  return fail('competitions.receipt_unknown');
}

/** The same of a ballot that was cast this moment: nothing has to be read for it. */
export function justCast(k: Kernel, ballot: OpenBallot, { code, leaf }: Receipt): FoundBallot {
  const { c, g } = JSON.parse(leaf) as BallotLeaf;
  return {
    code,
    stage: ballot.stage,
    ballot,
    leaf,
    choices: c,
    category: g ?? null,
    state: 'counts',
    mayChange: ballot.stage.settings.changeable,
    sealed: null,
    promise: promiseOf(k, ballot, leaf, k.clock.now()),
  };
}

async function lookIn(
  k: Kernel,
  competition: Competition,
  stage: Stage<'ballot'>,
  ballot: Ballot,
  secret: Buffer,
): Promise<FoundBallot | null> {
  const id = ballotId(ballot.hash, secret);
  const text = id.toString('base64url');
  const found = (await linesOf(k.db, ballot, [text])).get(text);
  if (!found) return null;
  const { c, g } = JSON.parse(found.line) as BallotLeaf;
  const replaced = await isReplaced(k.db, ballot, id);
  const invalidated = found.position !== null && (await isInvalidated(k, ballot, found.position));
  const state = replaced ? 'replaced' : invalidated ? 'invalidated' : 'counts';
  const now = k.clock.now();
  const running = competition.state === 'open' && stageTime(stage, now) === 'running' && ballot.closedAt === null;
  const sealed = found.position === null ? null : await sealedAt(k, ballot, found.position);
  return {
    code: receiptCode(secret),
    stage,
    ballot,
    leaf: found.line,
    choices: c,
    category: g ?? null,
    state,
    mayChange: running && state === 'counts' && stage.settings.changeable,
    sealed,
    promise: sealed ? null : promiseOf(k, ballot, found.line, now),
  };
}

async function isInvalidated(k: Kernel, ballot: Ballot, position: number): Promise<boolean> {
  if (ballot.invalidated === 0) return false;
  const lines = await invalidationLines(k.db, ballot);
  return lines
    .flatMap((line) => (JSON.parse(line) as InvalidationLeaf).positions)
    .some(([first, last]) => first <= position && position <= last);
}

async function sealedAt(k: Kernel, ballot: Ballot, position: number): Promise<FoundBallot['sealed']> {
  const [head] = await headsOf(k.db, ballot, { limit: 1 });
  if (!head || head.size <= position) return null;
  return { position, head, path: await readInclusion(k.db, ballot, { hash: ballot.hash, position, size: head.size }) };
}

/** Signed when it is shown, so that casting does not wait for it and no time of a ballot is kept. */
function promiseOf(k: Kernel, ballot: SealingKeys, leaf: string, at: Date): string {
  const { origin, hash, publicKey } = ballot;
  const lines = [origin, 'promise', leafHash(hash, leaf).toString('base64'), `hash ${hash}`, `time ${noteTime(at)}`];
  return signedNote(`${lines.join('\n')}\n`, origin, {
    publicKey,
    privateKey: signingKey(k, ballot.stageId, ballot.privateKey),
  });
}

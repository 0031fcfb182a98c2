import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTransaction, onCommit, type Tx } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { noticeOnCommit } from '../../../../kernel/live/index.ts';
import { type Ballot, type InStage, lockBallot } from '../ballot.queries.ts';
import { leafHash } from './digest.ts';
import type { BallotLeaf } from './leaf.ts';
import {
  addCounts,
  insertBallotLeaves,
  insertMarks,
  putBack,
  sealedLines,
  takeFromUrn,
  waitingInUrn,
  writeProgress,
  writeTiles,
} from './log.queries.ts';
import type { Edge } from './merkle.ts';
import { orderLeaves, readWaiting, type Waiting } from './order-leaves.ts';
import { readEdge } from './tiles.ts';
import { laterOf, writeHead } from './write-head.ts';

/** Ballots go into the log by so many at least, unless all are to. */
export const fewest = 64;
/** Ballots of one transaction, about. */
const chunk = 8192;
/** The event loop has its turn after so many. */
const slice = 512;
const pause_ms = 5_000;

const planned = new WeakMap<Kernel, Map<string, NodeJS.Timeout>>();

/** After the commit: some seconds later the urn is emptied into the log. No ballot's acknowledgement waits for it. */
export function sealSoon(k: Kernel, tx: Tx, { competitionId, stageId }: InStage): void {
  onCommit(tx, () => {
    const timers = planned.get(k) ?? new Map<string, NodeJS.Timeout>();
    planned.set(k, timers);
    if (timers.has(stageId)) return;
    const timer = setTimeout(() => {
      sealBallots(k, { competitionId, stageId })
        .catch((error) => k.log.warn({ err: error }, 'could not empty the urn into the log; it is tried again'))
        .finally(() => timers.delete(stageId));
    }, pause_ms);
    timers.set(stageId, timer.unref());
  });
}

/**
 * Empties the urn into the log, in transactions of some thousand ballots: each leaves the log whole, with a head of its own.
 * @param all also what is fewer than 64: at midnight and when the ballot is closed. Waits for other processes then
 * @returns how many ballots went into the log
 */
export async function sealBallots(k: Kernel, stage: InStage, { all = false } = {}): Promise<number> {
  for (let sealed = 0; ; ) {
    const n = await inTransaction(k.db, (tx) => sealChunk(k, tx, stage, all));
    sealed += n;
    if (n === 0) return sealed;
    await nextTurn();
  }
}

async function sealChunk(k: Kernel, tx: Tx, stage: InStage, all: boolean): Promise<number> {
  const ballot = await lockBallot(tx, stage, { wait: all });
  if (!ballot) return 0;
  const waiting = await waitingInUrn(tx, stage);
  if (waiting === 0 || (!all && waiting < fewest)) return 0;
  const taken: Waiting[] = [];
  let before = new Map<string, string>();
  let ready: Waiting[] = [];
  let later: Waiting[] = [];
  // Changes whose predecessors are elsewhere in the urn are no reason to stop: then more is taken out.
  do {
    const rows = await takeFromUrn(tx, stage, chunk);
    if (rows.length === 0) break;
    for (const { leaves, marks } of rows) {
      for (const [at, line] of leaves.split('\n').entries())
        taken.push(readWaiting(ballot.hash, line, marks?.[at] ?? 0));
      await nextTurn();
    }
    const targets = taken.flatMap(({ target }) => (target === null ? [] : [Buffer.from(target, 'base64url')]));
    before = await sealedLines(tx, stage, targets);
    const sealed = new Set([...before.keys()].map((hex) => Buffer.from(hex, 'hex').toString('base64url')));
    ({ ready, later } = orderLeaves(taken, sealed));
  } while (ready.length === 0);
  if (later.length > 0)
    await putBack(
      tx,
      stage,
      later.map(({ line }) => line),
      later.map(({ mark }) => mark),
    );
  if (ready.length === 0) return 0;
  await appendBallots(k, tx, ballot, ready, before);
  return ready.length;
}

async function appendBallots(
  k: Kernel,
  tx: Tx,
  ballot: Ballot,
  ready: readonly Waiting[],
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const edge = await readEdge(tx, ballot);
  await hashAll(edge, ballot, ready);
  const ids = ready.map(({ leaf }) => Buffer.from(leaf.b, 'base64url'));
  const lines = ready.map(({ line }) => line);
  await insertBallotLeaves(tx, ballot, ballot.size, lines, ids);
  await writeTiles(tx, ballot, edge.tiles());
  await addCounts(tx, ballot, countsWith(ready, before));
  await insertMarks(
    tx,
    ballot,
    ready.flatMap(({ mark }, at) => (mark === 0 ? [] : [{ position: ballot.size + at, mark }])),
  );
  const at = laterOf(k.clock.now(), ballot.sealedAt);
  const grown = {
    ...ballot,
    size: ballot.size + ready.length,
    ballots: ballot.ballots + ready.length,
    replaced: ballot.replaced + ready.filter(({ target }) => target !== null).length,
    sealedAt: at,
  };
  await writeProgress(tx, ballot, grown);
  await writeHead(k, tx, grown, { root: edge.root(), kind: 'running', at });
  await tellOfHead(k, tx, ballot);
}

/** Pages that show heads are made anew, in every process. */
async function tellOfHead(k: Kernel, tx: Tx, { stageId }: InStage): Promise<void> {
  const tag = `ballot:${stageId}`;
  await noticeOnCommit(tx, 'kernel.cache', [tag]);
  onCommit(tx, () => k.cache.invalidate(tag));
}

async function hashAll(edge: Edge, { hash }: Ballot, ready: readonly Waiting[]): Promise<void> {
  for (const [at, { line }] of ready.entries()) {
    edge.append(leafHash(hash, line));
    if (at % slice === slice - 1) await nextTurn();
  }
}

/** What these ballots add for each entry; a ballot that replaces another takes away what that one said. */
function countsWith(ready: readonly Waiting[], before: ReadonlyMap<string, string>): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (choices: readonly number[], n: number) => {
    for (const number of choices) counts.set(number, (counts.get(number) ?? 0) + n);
  };
  const here = new Map(ready.map(({ leaf }) => [leaf.b, leaf]));
  for (const { leaf, target } of ready) {
    add(leaf.c, 1);
    if (target === null) continue;
    const line = before.get(Buffer.from(target, 'base64url').toString('hex'));
    const replaced = here.get(target) ?? (line === undefined ? undefined : (JSON.parse(line) as BallotLeaf));
    if (!replaced) throw new Error('a ballot replaces one that is not in the log');
    add(replaced.c, -1);
  }
  return counts;
}

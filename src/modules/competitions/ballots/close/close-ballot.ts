import { inTransaction, type Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { systemActor } from '../../../people/index.ts';
import { actInTransaction } from '../../act-on-competition.ts';
import { type Competition, lockCompetition, markStageClosed } from '../../competition.queries.ts';
import type { Stage } from '../../competitions.rules.ts';
import { fieldOf, insertStandings } from '../../field.queries.ts';
import { type Ballot, type InStage, lockBallot } from '../ballot.queries.ts';
import '../ballots.errors.ts';
import { beginBallot } from '../begin-ballot.ts';
import { countsOf, setCounts, waitingInUrn } from '../log/log.queries.ts';
import { sealBallots } from '../log/seal.ts';
import { readRoot } from '../log/tiles.ts';
import { writeHead } from '../log/write-head.ts';
import { forgetBallots } from '../open-ballot.ts';
import { headerLine } from '../public/header-line.ts';
import { clearAway, countRoll, endCasting, rewriteRoll, votedEntries, writeClose } from './close.queries.ts';
import { type Recount, recount } from './recount.ts';
import { type VotedEntry, voteStandings } from './vote-standings.ts';

/**
 * Closes a ballot that is over: everything goes into the log, the leaves are counted anew, the last head is signed, standings
 * are written, and the roll is written anew in another order. Each step is a transaction of its own and can be done again,
 * so that a process that dies in the middle leaves nothing torn.
 * @returns false where there was nothing to close
 * @throws AppError competitions.too_early
 */
export async function closeBallot(k: Kernel, stage: InStage): Promise<boolean> {
  if (!(await end(k, stage))) return false;
  await sealBallots(k, stage, { all: true });
  const closed = await inTransaction(k.db, (tx) =>
    actInTransaction(
      k,
      tx,
      systemActor,
      stage.competitionId,
      { act: 'close_ballot', as: 'system', may: () => true },
      async ({ competition, at }) => {
        const open = ballotStage(competition, stage.stageId);
        if (open.closedAt) return { done: false, result: false };
        const ballot = (await lockBallot(tx, stage)) as Ballot;
        if ((await waitingInUrn(tx, stage)) > 0) throw new Error('the urn of a closed ballot is not empty');
        const count = await recount(tx, ballot);
        const alarm = difference(count.votes, await countsOf(tx, stage));
        if (alarm) k.log.error({ alarm, stage }, 'the recount of a ballot differs from what was rolled up');
        await setCounts(tx, stage, count.votes);
        const field = await everyEntry(tx, competition, open, count);
        const header = headerLine(competition, open, ballot, field);
        const roll = await countRoll(tx, stage);
        await writeClose(tx, stage, { header, roll, alarm, sealedAt: at });
        const root = await readRoot(tx, stage, ballot.hash, ballot.size);
        await writeHead(k, tx, { ...ballot, header }, { root, kind: 'close', at });
        await insertStandings(tx, stage, voteStandings(field, count.votes, open.settings.advances));
        if (!(await markStageClosed(tx, stage.stageId, at))) fail('competitions.too_late');
        const { ballots, replaced } = count;
        return { stageId: stage.stageId, details: { ballots, replaced, roll, alarm: alarm !== null }, result: true };
      },
    ),
  );
  forgetBallots(k);
  await scatterRoll(k, stage);
  return closed;
}

/** Takes no ballot from now on. @returns false where the competition is not open, or the stage closed already */
async function end(k: Kernel, stage: InStage): Promise<boolean> {
  return inTransaction(k.db, async (tx) => {
    const competition = await lockCompetition(tx, stage.competitionId);
    const open = competition?.stages.find(({ id }) => id === stage.stageId);
    if (competition?.state !== 'open' || open?.kind !== 'ballot' || open.closedAt) return false;
    if (k.clock.now() < open.endsAt) fail('competitions.too_early');
    await beginBallot(k, tx, competition, open);
    await endCasting(tx, stage, k.clock.now());
    return true;
  });
}

/** The roll written anew; deleted rows are freed where nothing hinders it. */
export async function scatterRoll(k: Kernel, stage: InStage): Promise<void> {
  await inTransaction(k.db, (tx) => rewriteRoll(tx, stage, k.clock.now()));
  await clearAway(k.db).catch((error) => k.log.warn({ err: error }, 'could not free the deleted rows of a ballot'));
}

/** The field, and besides it what was in it while somebody voted for it. */
async function everyEntry(
  tx: Tx,
  competition: Competition,
  stage: Stage<'ballot'>,
  { named }: Recount,
): Promise<VotedEntry[]> {
  const field = await fieldOf(tx, competition, stage);
  const numbers = new Set([...field.map(({ number }) => number), ...named]);
  return votedEntries(tx, competition.id, [...numbers], new Set(field.map(({ id }) => id)));
}

function ballotStage(competition: Competition, stageId: string): Stage<'ballot'> {
  const stage = competition.stages.find(({ id }) => id === stageId);
  if (stage?.kind !== 'ballot') return fail('competitions.not_found');
  return stage;
}

/** Votes in all, where they are not the same for each entry; null: they are. */
function difference(recounted: Recount['votes'], rolledUp: ReadonlyMap<number, number>): Ballot['alarm'] {
  const numbers = new Set([...recounted.keys(), ...rolledUp.keys()]);
  const same = [...numbers].every((number) => (recounted.get(number) ?? 0) === (rolledUp.get(number) ?? 0));
  if (same) return null;
  const sum = (votes: ReadonlyMap<number, number>) => [...votes.values()].reduce((all, each) => all + each, 0);
  return { counted: sum(rolledUp), recounted: sum(recounted) };
}

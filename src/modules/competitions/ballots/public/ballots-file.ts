import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Competition } from '../../competition.queries.ts';
import { finalResult } from '../../results/final-result.ts';
import { stageName } from '../../stage-name.ts';
import { type Ballot, ballotOf, type InStage } from '../ballot.queries.ts';
import { leavesOf } from '../close/recount.ts';
import { countHeads, countsOf, headsFrom } from '../log/log.queries.ts';

const headsPage = 1000;

/**
 * The published file, as the README of ballots says it, in pieces of some thousand lines.
 * @param stage a closed ballot
 */
export async function* ballotsFile(k: Kernel, competition: Competition, stage: InStage): AsyncGenerator<string> {
  const { ballot, result } = await settled(k, competition, stage);
  yield `${ballot.header}\n${JSON.stringify({ section: 'leaves', count: ballot.size })}\n`;
  for await (const leaves of leavesOf(k.db, ballot)) yield `${leaves.map(({ line }) => line).join('\n')}\n`;
  const count = await countHeads(k.db, ballot);
  yield `${JSON.stringify({ section: 'heads', count })}\n`;
  for (let from = 0; from < count; from += headsPage) {
    const notes = await headsFrom(k.db, ballot, from, Math.min(headsPage, count - from));
    yield notes.map((note) => `${JSON.stringify({ note })}\n`).join('');
  }
  yield `${JSON.stringify({ section: 'result' })}\n${JSON.stringify(result)}\n${JSON.stringify({ section: 'end' })}\n`;
}

/** The ballot and its result as of the same leaf: an invalidation may come in between. */
async function settled(
  k: Kernel,
  competition: Competition,
  stage: InStage,
): Promise<{ ballot: Ballot; result: Record<string, unknown> }> {
  for (;;) {
    const ballot = (await ballotOf(k.db, stage)) as Ballot;
    const result = await resultOf(k, competition, ballot);
    if ((await ballotOf(k.db, stage))?.size === ballot.size) return { ballot, result };
  }
}

async function resultOf(k: Kernel, competition: Competition, ballot: Ballot): Promise<Record<string, unknown>> {
  const { ballots, replaced, invalidated, roll } = ballot;
  const votes = await countsOf(k.db, ballot);
  const { entries } = JSON.parse(ballot.header as string) as { entries: { number: number }[] };
  return {
    ballots,
    replaced,
    invalidated,
    counted: ballots - replaced - invalidated,
    roll,
    votes: entries.map(({ number }) => [number, votes.get(number) ?? 0]),
    final: competition.state === 'final' ? await finalOf(k, competition) : null,
  };
}

/** The final result, where one is reckoned from scores. */
async function finalOf(k: Kernel, competition: Competition): Promise<unknown[] | null> {
  const { basis, categories } = await finalResult(k.db, competition);
  if (basis !== 'scores') return null;
  const t = k.i18n.t('zh-CN');
  return categories
    .flatMap(({ entries }) => entries)
    .map(({ number, parts, score, rank }) => ({
      number,
      parts: parts.map((part) => ({
        stage: part.stageId,
        title: stageName(t, part),
        weight: part.weight,
        ...(part.votes === null ? {} : { votes: part.votes }),
        score: part.score,
      })),
      score,
      rank,
    }));
}

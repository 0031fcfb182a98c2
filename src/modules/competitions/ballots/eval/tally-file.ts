import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../../../kernel/config/index.ts';
import { inTransaction, newId } from '../../../../kernel/db/index.ts';
import { type Kernel, openKernel } from '../../../../kernel/kernel.ts';
import { insertPassingPeople } from '../../../people/index.ts';
import { competitionById } from '../../competition.queries.ts';
import { stageOf, stageSettings } from '../../competitions.rules.ts';
import { ballotOf } from '../ballot.queries.ts';
import { castBallot } from '../cast/cast-ballot.ts';
import { closeBallot } from '../close/close-ballot.ts';
import { ballotFacts, type OpenBallot } from '../open-ballot.ts';
import { ballotsFile } from '../public/ballots-file.ts';
import { type Verdict, verifyFile } from '../verify/verify-file.ts';
import { openPabulib, type Pabulib, type Project } from './read-pabulib.ts';
import { insertTallied } from './tally.queries.ts';

export type Tally = {
  ballots: number;
  /** ballots of the file that choose nothing, or a project that is not there; they were not cast */
  left_out: number;
  /** of casting alone */
  seconds: number;
  ballots_per_second: number;
  projects: number;
  mismatches: number;
  mismatched: { project_id: string; name: string; official: number; counted: number }[];
  /** the word of the verifier, which reads the published file and nothing else */
  verified: boolean;
  findings: Verdict['findings'];
};

/** Ballots under way at the same time. */
const atOnce = 512;
const longestTitle = 60;

/**
 * Casts every real ballot of a Pabulib file through the use case, closes, counts, publishes and verifies, in a database of
 * its own that is gone afterwards.
 * @throws NoPabulib
 */
export async function tallyFile(file: string, onStep: (words: string) => void = () => {}): Promise<Tally> {
  const longest = await longestBallot(file);
  const pabulib = await openPabulib(file);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tongxin-tally-'));
  try {
    onStep('starting a database ...');
    const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: '0', DATABASE_POOL: '4' };
    const k = await openKernel(readConfig(env), { root: programRoot() });
    try {
      return await tally(k, pabulib, longest, onStep);
    } finally {
      await k.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The folder that holds the migrations, from sources and from the build alike. */
function programRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'migrations'))) {
    if (folder === path.dirname(folder)) throw new Error('the migrations were not found');
    folder = path.dirname(folder);
  }
  return folder;
}

/** How many projects the longest ballot has: the rules admit all that were cast. */
async function longestBallot(file: string): Promise<number> {
  let longest = 1;
  for await (const ballot of (await openPabulib(file)).ballots) longest = Math.max(longest, ballot.length);
  return longest;
}

async function tally(k: Kernel, pabulib: Pabulib, longest: number, onStep: (words: string) => void): Promise<Tally> {
  const endsAt = new Date(k.clock.now().getTime() + 86_400_000);
  const ballot = await makeCompetition(k, pabulib, longest, endsAt);
  const cast = await castAll(k, ballot, pabulib, onStep);
  onStep(`${cast.ballots} ballots cast in ${cast.seconds} s; closing ...`);
  const later = { ...k, clock: { now: () => new Date(endsAt.getTime() + 1000) } };
  await closeBallot(later, ballot);
  const verdict = await verify(later, ballot);
  const { header, count } = verdict;
  const counted = new Map(header.entries.map(({ number }, at) => [number, count.votes[at] ?? 0]));
  const mismatched = pabulib.projects.flatMap(({ id, name, votes }, at) => {
    const own = counted.get(at + 1) ?? 0;
    return own === votes ? [] : [{ project_id: id, name, official: votes, counted: own }];
  });
  return {
    ...cast,
    projects: pabulib.projects.length,
    mismatches: mismatched.length,
    mismatched,
    verified: verdict.verified && count.ballots === cast.ballots,
    findings: verdict.findings,
  };
}

async function makeCompetition(
  k: Kernel,
  { meta, projects }: Pabulib,
  longest: number,
  endsAt: Date,
): Promise<OpenBallot> {
  const ids = {
    department: newId(),
    competition: newId(),
    category: newId(),
    entry: newId(),
    ballot: newId(),
    results: newId(),
  };
  const title = `${meta.get('unit') ?? ''} ${meta.get('instance') ?? ''}`.trim().slice(0, 30) || 'tally';
  const ballot = { weight: 100, form: 'up_to', most: longest, perRangeHour: 1_000_000 };
  const settings = {
    entry: stageSettings.entry.parse({}),
    ballot: stageSettings.ballot.parse(ballot),
    results: stageSettings.results.parse({}),
  };
  const entries = projects.map(({ name }, at) => ({
    id: newId(),
    number: at + 1,
    title: [...name].slice(0, longestTitle).join(''),
  }));
  await inTransaction(k.db, (tx) => insertTallied(tx, { ids, title, settings, entries, at: k.clock.now(), endsAt }));
  const competition = await competitionById(k.db, ids.competition);
  const stage = competition && stageOf(competition.stages, 'ballot');
  if (!competition || !stage) throw new Error('the competition was not made');
  return ballotFacts(k, competition, stage);
}

/** Each ballot by a voter of its own who is signed in, many at the same time. */
async function castAll(
  k: Kernel,
  ballot: OpenBallot,
  { ballots, projects }: Pabulib,
  onStep: (words: string) => void,
): Promise<Pick<Tally, 'ballots' | 'left_out' | 'seconds' | 'ballots_per_second'>> {
  const numbers = new Map(projects.map(({ id }: Project, at) => [id, at + 1]));
  const choices: number[][] = [];
  let left_out = 0;
  for await (const ids of ballots) {
    const chosen = ids.map((id) => numbers.get(id));
    if (chosen.length === 0 || chosen.includes(undefined)) left_out++;
    else choices.push(chosen as number[]);
  }
  const tokens = choices.map(() => randomBytes(16).toString('hex'));
  const until = new Date(k.clock.now().getTime() + 30 * 86_400_000);
  for (let from = 0; from < tokens.length; from += 10_000)
    await inTransaction(k.db, (tx) => insertPassingPeople(tx, tokens.slice(from, from + 10_000), until));
  onStep(`casting ${choices.length} ballots ...`);
  const started = performance.now();
  let next = 0;
  const side = async () => {
    for (let n = next++; n < choices.length; n = next++)
      await castBallot(k, { ballot, by: { token: tokens[n] as string }, choices: choices[n] });
  };
  await Promise.all(Array.from({ length: atOnce }, side));
  const seconds = (performance.now() - started) / 1000;
  return {
    ballots: choices.length,
    left_out,
    seconds: Math.round(seconds * 100) / 100,
    ballots_per_second: Math.round(choices.length / seconds),
  };
}

async function verify(k: Kernel, stage: OpenBallot): Promise<Verdict> {
  const [competition, ballot] = await Promise.all([competitionById(k.db, stage.competitionId), ballotOf(k.db, stage)]);
  if (!competition || !ballot) throw new Error('the ballot is gone');
  const bytes = async function* () {
    for await (const lines of ballotsFile(k, competition, ballot)) yield Buffer.from(lines);
  };
  return verifyFile(bytes());
}

import type { Kernel } from '../../../kernel/kernel.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import type { Competition } from '../competition.queries.ts';
import { competitionById } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry } from '../competitions.factory.ts';
import type { StageSettings } from '../competitions.rules.ts';
import { castBallot, type Receipt } from './cast/cast-ballot.ts';
import { ballotFacts, currentBallot, forgetBallots, type OpenBallot } from './open-ballot.ts';

/** Test data: a competition whose public ballot runs, with entries numbered from 1, spread over its categories in turn. */
export async function makeBallot(
  k: Kernel,
  given: {
    settings?: Partial<StageSettings['ballot']>;
    entries?: number;
    categories?: string[];
    from?: number;
    to?: number;
    mode?: Competition['mode'];
    slug?: string;
  } = {},
): Promise<{ competition: Competition; ballot: OpenBallot; organiser: Awaited<ReturnType<typeof makeAccount>> }> {
  const categories = given.categories ?? ['手艺'];
  const made = await makeCompetition(k, {
    categories,
    ...(given.slug ? { slug: given.slug } : {}),
    ...(given.mode ? { mode: given.mode } : {}),
    stages: [
      { kind: 'entry', from: -20, to: -10 },
      {
        kind: 'ballot',
        from: given.from ?? -1,
        to: given.to ?? 5,
        settings: { weight: 100, proof: 'busy', ...given.settings },
      },
      { kind: 'results', from: (given.to ?? 5) + 3, to: (given.to ?? 5) + 30 },
    ],
  });
  for (let n = 0; n < (given.entries ?? 6); n++)
    await makeCompetitionEntry(k, made.competition, {
      title: `手艺${n + 1}`,
      category: categories[n % categories.length] as string,
    });
  forgetBallots(k);
  const ballot = await factsOfMade(k, made.competition.id);
  return { ...made, ballot };
}

/** Test data: what casting knows of a ballot, read anew. */
export async function factsOfMade(k: Kernel, competitionId: string): Promise<OpenBallot> {
  const competition = await competitionById(k.db, competitionId);
  const stage = competition && currentBallot(competition, k.clock.now());
  if (!competition || !stage) throw new Error('the competition has no ballot');
  return ballotFacts(k, competition, stage);
}

/** Test data: ballots of as many new accounts, all cast. */
export async function castMany(
  k: Kernel,
  ballot: OpenBallot,
  choices: readonly (readonly number[])[],
): Promise<Receipt[]> {
  const accounts = await Promise.all(choices.map(() => makeAccount(k)));
  return Promise.all(
    choices.map((each, at) => castBallot(k, { ballot, by: accounts[at] as { accountId: string }, choices: [...each] })),
  );
}

/** Test data: the session token of somebody who is signed in. */
export async function sessionToken(k: Kernel, account: { accountId: string }): Promise<string> {
  const cookie = decodeURIComponent((await sessionCookie(k, account)).split('=')[1] as string);
  return cookie.slice(0, cookie.lastIndexOf('.'));
}

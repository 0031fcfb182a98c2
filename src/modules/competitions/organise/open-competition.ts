import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { type Missing, openingProblems } from './opening.rules.ts';
import { markOpened } from './organise.queries.ts';
import './organise.errors.ts';
import type { Competition } from '../competition.queries.ts';

/** What is still missing before a competition can be opened. */
export async function missingFor(k: Kernel, competition: Competition): Promise<Missing[]> {
  const calendar = await k.calendar.current();
  return openingProblems(competition, {
    at: k.clock.now(),
    workdays: (from, to) => calendar.workingDaysBetween(from, to),
  });
}

/**
 * Publishes a competition. From now on it changes only with a public note.
 * @throws AppError kernel.not_allowed, competitions.wrong_state, kernel.changed_meanwhile, competitions.not_ready with
 *   `count` and the keys of what is missing
 */
export async function openCompetition(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  { version }: { version?: number | undefined } = {},
): Promise<void> {
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'open', as: 'organiser', states: ['draft'], may: organises },
    async ({ tx, competition, at }) => {
      if (version !== undefined && version !== competition.version) fail('kernel.changed_meanwhile');
      const missing = await missingFor(k, competition);
      if (missing.length > 0)
        fail('competitions.not_ready', { count: missing.length, missing: missing.map(({ key }) => key) });
      await markOpened(tx, competition.id, at);
      return { result: undefined };
    },
  );
}

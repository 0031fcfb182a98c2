import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import type { Competition } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { stageOf } from '../competitions.rules.ts';
import { isOwnEntry } from '../screening/own-entry.ts';
import { lockEntry } from '../screening/screening.queries.ts';
import { wordsOf } from '../screening/typed.ts';
import { dropChoice, putChoice } from './choice.queries.ts';
import { isScoring } from './result.rules.ts';
import './results.errors.ts';

export const chooseInput = z.object({
  entryId: z.string().refine(isId),
  /** position among the levels; '' where there are none: chosen, or invited */
  level: z
    .string()
    .regex(/^\d?$/, 'competitions.results.field.level')
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed))),
  /** published */
  reason: wordsOf(500, 'competitions.results.field.reason'),
});
export type ChooseInput = z.input<typeof chooseInput>;

/** Nothing is scored, and it is an award, or a gala whose programmes are invited. */
export function isChosenFrom({ mode, format, stages }: Pick<Competition, 'mode' | 'format' | 'stages'>): boolean {
  return !stages.some(isScoring) && (mode === 'award' || format === 'gala');
}

/** The organiser chooses an accepted entry where nothing is scored, with a reason that is published; again changes it. */
export async function chooseEntry(k: Kernel, actor: Actor, competitionId: string, given: ChooseInput): Promise<void> {
  const { entryId, level, reason } = chooseInput.parse(given);
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'choose_entry', as: 'organiser', may: organises },
    async ({ tx, competition, at }) => {
      const entry = await choosable(tx, actor, competition, entryId);
      const levels = stageOf(competition.stages, 'results')?.settings.levels ?? [];
      const most = competition.mode === 'award' ? levels.length : 0;
      if (level === null ? most > 0 : level >= most) failFields({ level: { key: 'competitions.results.field.level' } });
      await putChoice(tx, { entryId, competitionId, level: most > 0 ? level : null, reason, by: actor.accountId, at });
      return { entryId, details: { number: entry.number, level, reason }, result: undefined };
    },
  );
}

export async function unchooseEntry(k: Kernel, actor: Actor, competitionId: string, entryId: string): Promise<void> {
  await actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'unchoose_entry', as: 'organiser', may: organises },
    async ({ tx, competition }) => {
      const entry = await choosable(tx, actor, competition, entryId);
      const done = await dropChoice(tx, entryId);
      return { entryId, details: { number: entry.number }, done, result: undefined };
    },
  );
}

async function choosable(
  tx: Parameters<typeof lockEntry>[0],
  actor: Actor,
  competition: Competition,
  entryId: string,
): Promise<NonNullable<Awaited<ReturnType<typeof lockEntry>>>> {
  if (!isChosenFrom(competition)) fail('competitions.results.scored');
  const entry = isId(entryId) ? await lockEntry(tx, competition.id, entryId) : undefined;
  if (!entry || entry.state === 'draft') return fail('competitions.entry_not_found');
  if (entry.state !== 'accepted') fail('competitions.entry_wrong_state', { state: entry.state });
  if (await isOwnEntry(tx, actor, entry)) fail('competitions.results.own_entry');
  return entry;
}

import { z } from 'zod';
import { isId, newId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { entryStage, holdTaking } from './entries.rules.ts';
import { holdCategory, longest } from './entry-input.ts';
import { insertDraft, untouchedDraft } from './own-entry.queries.ts';
import { holdForOrganisation, holdMayEnter, holdRoomForOne } from './own-entry.ts';

export const startInput = z.object({
  way: z.enum(['self', 'organisation', 'team'], 'competitions.entries.field.way').default('self'),
  /** none: the first */
  categoryId: z.union([z.literal(''), z.string().refine(isId)], 'competitions.entries.field.category').default(''),
  organisationId: z
    .union([z.literal(''), z.string().refine(isId)], 'competitions.entries.field.organisation')
    .default('')
    .transform((id) => id || null),
});
export type StartInput = z.input<typeof startInput>;

/**
 * Begins a draft, which only its owner sees. Beginning twice finds the first again, as long as nothing is written in it.
 * @returns the entry's id
 * @throws AppError competitions.too_early, .too_late, .entries.has_duty, .entries.too_many_entries, .entries.way_not_taken,
 *   .entries.not_for_organisation, kernel.invalid
 */
export async function startEntry(k: Kernel, actor: Actor, competitionId: string, given: StartInput): Promise<string> {
  const { way, categoryId, organisationId: chosen } = startInput.parse(given);
  const organisationId = way === 'organisation' ? chosen : null;
  return actOnCompetition(
    k,
    actor,
    competitionId,
    // Nobody hears of a draft: nothing of it is recorded.
    { act: 'start_entry', as: 'entrant', may: () => true },
    async ({ tx, competition, at }) => {
      const accountId = await holdMayEnter(tx, actor, competition);
      holdTaking(competition, at);
      if (!entryStage(competition).settings.ways.includes(way)) fail('competitions.entries.way_not_taken');
      holdCategory(competition, categoryId);
      const known = await untouchedDraft(tx, { competitionId, accountId, way, organisationId });
      if (known) return { done: false, result: known };
      await holdRoomForOne(tx, competition, accountId);
      const name =
        way === 'organisation' ? await holdForOrganisation(tx, accountId, organisationId) : actor.displayName;
      const category = categoryId || competition.categories[0]?.id || fail('competitions.not_found');
      const id = newId();
      const byLine = way === 'team' ? '' : [...name].slice(0, longest.byLine).join('');
      await insertDraft(tx, { id, competitionId, categoryId: category, way, accountId, organisationId, byLine, at });
      return { done: false, result: id };
    },
  );
}

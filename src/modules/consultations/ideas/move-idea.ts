import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { consultationBySlug, holdConsultation } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import { statusOn } from '../consultations.rules.ts';
import { arranging } from './at-work.ts';
import { mergedInto } from './carry.queries.ts';
import { ideaById, lockIdeas } from './idea.queries.ts';
import './ideas.errors.ts';
import { moveToCall } from './move.queries.ts';

/**
 * Moves an idea that is not answered yet to another call of the same convener, where it gets a number of its own; its old
 * address leads there. Support, photos and what moderators decided go along.
 * @returns its number there
 * @throws AppError consultations.ideas.*, kernel.not_allowed
 */
export async function moveIdea(
  k: Kernel,
  actor: Actor,
  ideaId: string,
  toSlug: string,
): Promise<{ slug: string; number: number }> {
  const known = isId(ideaId) ? await ideaById(k.db, ideaId) : undefined;
  if (!known) return fail('consultations.ideas.not_found');
  const to = await consultationBySlug(k.db, toSlug.trim().slice(0, 60));
  if (to?.kind !== 'ideas' || to.id === known.consultationId || !convenes(actor, to))
    return fail('consultations.ideas.move_nowhere');
  return actOnConsultation(
    k,
    actor,
    known.consultationId,
    { act: 'move_idea', ...arranging },
    async ({ tx, at, consultation }) => {
      const target = await holdConsultation(tx, to.id);
      const status = target && statusOn(target, localDate(at, k.config.TIME_ZONE));
      if (status !== 'running' && status !== 'ended') fail('consultations.ideas.move_nowhere');
      const idea = (await lockIdeas(tx, [ideaId])).get(ideaId);
      if (idea?.consultationId !== consultation.id) return fail('consultations.ideas.changed');
      if (idea.state !== 'visible') fail('consultations.ideas.not_standing');
      if (idea.stage === 'answered' || idea.stage === 'done')
        fail('consultations.ideas.wrong_stage', { stage: idea.stage });
      if ((await mergedInto(tx, ideaId)).length > 0) fail('consultations.ideas.has_merged');
      const number = await moveToCall(tx, { id: ideaId, from: consultation.id, number: idea.number, to: to.id, at });
      return {
        subjectId: ideaId,
        details: { number: idea.number, to: to.slug, newNumber: number },
        result: { slug: to.slug, number },
      };
    },
  );
}

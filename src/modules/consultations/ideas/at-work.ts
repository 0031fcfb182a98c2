import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnConsultation, type Deed } from '../act-on-consultation.ts';
import { type ConsultationFacts, convenes } from '../consultations.policy.ts';
import { type Idea, ideaById, lockIdeas } from './idea.queries.ts';
import './ideas.errors.ts';
import { mayWorkOn } from './ideas.policy.ts';
import type { Stage } from './ideas.rules.ts';

export type AtWork = Acting<'ideas'> & { idea: Idea };

/** Answers and follow-ups come long after the last day, and after what became of the call was published. */
const workStatuses = ['running', 'ended', 'answered'] as const;

/**
 * Does something with one idea that stands on the page: whoever convenes the call or is of the office that has it.
 * @param stages in which it is possible
 * @throws AppError consultations.ideas.not_found, .not_standing, .wrong_stage, kernel.not_allowed
 */
export async function workOnIdea<R>(
  k: Kernel,
  actor: Actor,
  ideaId: string,
  {
    act,
    stages,
    may = mayWorkOn,
  }: {
    act: string;
    stages: readonly Stage[];
    may?: (actor: Actor, call: ConsultationFacts, idea: Idea) => boolean;
  },
  work: (at: AtWork) => Promise<Omit<Deed<R>, 'subjectId'>>,
): Promise<R> {
  const known = isId(ideaId) ? await ideaById(k.db, ideaId) : undefined;
  if (!known) return fail('consultations.ideas.not_found');
  return actOnConsultation(
    k,
    actor,
    known.consultationId,
    {
      act,
      as: 'convener',
      kind: 'ideas',
      statuses: workStatuses,
      may: (who, facts) => may(who, facts, known),
      // Two answers to two ideas need not wait for each other: each idea's row is held.
      together: true,
    },
    async (acting) => {
      const idea = (await lockIdeas(acting.tx, [ideaId])).get(ideaId);
      // Moved or given to another office in between: nobody acts on what they may not.
      if (!idea || idea.consultationId !== acting.consultation.id || !may(actor, acting.consultation, idea))
        return fail('consultations.ideas.changed');
      if (idea.state !== 'visible') fail('consultations.ideas.not_standing');
      if (!stages.includes(idea.stage)) fail('consultations.ideas.wrong_stage', { stage: idea.stage });
      return { subjectId: idea.id, ...(await work({ ...acting, idea })) };
    },
  );
}

export const arranging = {
  as: 'convener',
  kind: 'ideas',
  statuses: workStatuses,
  may: convenes,
} as const;

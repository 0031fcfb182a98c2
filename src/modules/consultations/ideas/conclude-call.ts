import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { setConcluded } from './call.queries.ts';
import './ideas.errors.ts';
import { figuresOf } from './list.queries.ts';

/**
 * Says that a call that is over has its answers. Follow-ups go on.
 * @throws AppError consultations.ideas.unanswered as long as an idea on the page has none, consultations.wrong_state
 */
export async function concludeCall(k: Kernel, actor: Actor, consultationId: string): Promise<void> {
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'conclude_ideas', as: 'convener', kind: 'ideas', statuses: ['ended'], may: convenes },
    async ({ tx, consultation, at }) => {
      const figures = await figuresOf(tx, consultation.id, localDate(at, k.config.TIME_ZONE));
      const count = figures.open + figures.examined;
      if (count > 0) fail('consultations.ideas.unanswered', { count });
      await setConcluded(tx, consultation.id, at);
      return { details: { ...figures }, result: undefined };
    },
  );
}

import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { markOpened } from './convene.queries.ts';
import './convene.errors.ts';
import { missingOf } from './opening.ts';

/**
 * Puts a consultation before the city: it is public from now on, and runs from its first day.
 * @throws AppError consultations.not_ready with what is missing
 */
export async function openConsultation(k: Kernel, actor: Actor, id: string): Promise<void> {
  await actOnConsultation(
    k,
    actor,
    id,
    { act: 'open', as: 'convener', statuses: ['prepared'], may: convenes },
    async ({ tx, consultation, at }) => {
      const missing = await missingOf(tx, consultation, localDate(at, k.config.TIME_ZONE));
      if (missing.length > 0) fail('consultations.not_ready', { missing: missing.join(',') });
      await markOpened(tx, consultation.id, at);
      return { result: undefined };
    },
  );
}

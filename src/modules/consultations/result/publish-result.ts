import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation, type Deed } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { countWaiting } from '../intake/intake.queries.ts';
import './result.errors.ts';
import { countFigures, markPublished, resultOf } from './result.queries.ts';
import type { ResultFigures } from './result.rules.ts';

/**
 * Publishes what became of every opinion, once and for all: the period is over, no letter waits to be
 * read out, each opinion is decided and a summary written.
 * Whoever decides at this moment is waited for. The state becomes `answered`; everybody who took part is told.
 * @throws AppError consultations.result.letters_waiting, .undecided, .no_summary, .still_running, consultations.wrong_state
 */
export async function publishResult(k: Kernel, actor: Actor, consultationId: string): Promise<ResultFigures> {
  return actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'answer', as: 'convener', kind: 'draft', may: convenes },
    async ({ tx, consultation, status, at }): Promise<Deed<ResultFigures>> => {
      if (status === 'running') fail('consultations.result.still_running');
      const letters = await countWaiting(tx, consultation.id);
      if (letters > 0) fail('consultations.result.letters_waiting', { n: letters });
      const figures = await countFigures(tx, consultation.id);
      if (figures.undecided > 0) fail('consultations.result.undecided', { n: figures.undecided });
      if (!(await resultOf(tx, consultation.id))) fail('consultations.result.no_summary');
      await markPublished(tx, consultation.id, actor.accountId, at);
      return { details: { ...figures }, result: figures };
    },
  );
}

import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { mayAnswerDataRequest } from '../data.policy.ts';
import { plainText, requestOutcomes } from './data-request.ts';
import { insertAnswer, lockRequest, requestByNumber } from './requests.queries.ts';

export const answerSchema = z.object({
  outcome: z.enum(requestOutcomes, 'people.requests.outcome_missing'),
  text: plainText('people.requests.answer_missing'),
});

/**
 * Answers a request, once: the second of two who answer at the same moment is told.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.data_request_answered
 */
export async function answerRequest(
  k: Kernel,
  actor: Actor,
  number: number,
  input: z.output<typeof answerSchema>,
): Promise<void> {
  const now = k.clock.now();
  const request = (await requestByNumber(k.db, number)) ?? fail('kernel.not_found');
  const by = actor.accountId;
  if (!by || !mayAnswerDataRequest(actor, request)) return fail('kernel.not_allowed');
  try {
    await inTransaction(k.db, async (tx) => {
      // Its account may be erased at this moment: then there is nobody to answer any more.
      if (!(await lockRequest(tx, request.id))) fail('kernel.not_found');
      await insertAnswer(tx, { requestId: request.id, ...input, by, at: now });
      await k.outbox.emit(tx, now, {
        type: 'people.data_request_answered',
        subject: request.id,
        actorId: by,
        payload: { requestId: request.id, outcome: input.outcome },
      });
      await audit(tx, now, {
        actorId: by,
        actorName: actor.name,
        action: 'people.data_request_answered',
        objectType: 'account',
        objectId: request.accountId,
        details: { number, outcome: input.outcome },
      });
    });
  } catch (error) {
    if (isDuplicate(error, 'data_request_answer_pkey')) fail('people.data_request_answered');
    throw error;
  }
}

import { z } from 'zod';
import { AppError, fail } from '../../../../kernel/errors/index.ts';
import type { Locale } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../../people/index.ts';
import { actOnConsultation } from '../../act-on-consultation.ts';
import { keptToken } from '../../comments/form-token.ts';
import { speakerInput, speakerOf } from '../../comments/speaker.ts';
import { formToken } from '../../comments/written.ts';
import { insertContribution } from '../../contribution.queries.ts';
import '../opinion-map.errors.ts';
import { addLimit } from '../opinion-map.rules.ts';
import { likeStatements, sameStatement } from './likeness.ts';
import { insertStatement, type Statement, statementsOf } from './statement.queries.ts';
import { statementText } from './statement-text.ts';

export const addInput = z.object({
  ...speakerInput,
  text: statementText,
  /** `yes`: it was shown what says about the same, and is said all the same */
  anyway: z.enum(['', 'yes']).default(''),
  token: formToken,
});
export type AddInput = z.input<typeof addInput>;

export type Added = { id: string; number: number } | { like: Statement[] };

/**
 * Somebody with an account adds a statement to a map. Where others say about the same, they are given back the first time and
 * nothing is added; what is there already word for word is not added again.
 * @throws AppError kernel.sign_in_first, consultations.opinion_map.no_adding, .said_already, kernel.too_many, and as
 * `actOnConsultation`
 */
export async function addStatement(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: AddInput,
  language: Locale,
): Promise<Added> {
  const input = addInput.parse(given);
  const { accountId } = actor;
  if (accountId === null) return fail('kernel.sign_in_first');
  // Before the transaction, which must not wait for another connection.
  await k.limits.take(addLimit, `${consultationId} ${accountId}`);
  const act = { act: 'add_statement', as: 'resident', kind: 'map', statuses: ['running'] } as const;
  return actOnConsultation(k, actor, consultationId, { ...act, may: () => true, together: true }, async (acting) => {
    const { tx, consultation, at } = acting;
    if (!consultation.settings.adding) fail('consultations.opinion_map.no_adding');
    const visible = (await statementsOf(tx, consultation.id)).filter(({ state }) => state === 'visible');
    const same = visible.find(({ text }) => sameStatement(text, input.text));
    const formSent = keptToken(input.token, accountId);
    if (same && !formSent) throw new AppError('consultations.opinion_map.said_already', { number: same.number });
    const like: Statement[] = same || input.anyway === 'yes' ? [] : likeStatements(input.text, visible);
    if (like.length > 0) return { done: false, result: { like } as Added };
    const speaker = await speakerOf(k, tx, actor, input);
    const made = await insertContribution(tx, at, {
      ...{ consultationId: consultation.id, kind: 'statement', accountId, ...speaker },
      ...{ way: 'web', text: input.text, formToken: formSent },
    });
    if (made.again) return { done: false, result: made as Added };
    // It was not the same form once more: somebody said it before.
    if (same) throw new AppError('consultations.opinion_map.said_already', { number: same.number });
    await insertStatement(tx, { contributionId: made.id, consultationId: consultation.id, language });
    return { subjectId: made.id, details: { number: made.number }, result: made as Added };
  });
}

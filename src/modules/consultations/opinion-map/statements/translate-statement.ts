import { z } from 'zod';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { typedLine } from '../../../../kernel/text/index.ts';
import type { Actor } from '../../../people/index.ts';
import { actOnConsultation } from '../../act-on-consultation.ts';
import { convenes } from '../../consultations.policy.ts';
import { putTranslation, statementByNumber } from './statement.queries.ts';

export const translateInput = z.object({
  number: z.coerce.number().int().positive(),
  language: z.enum(['zh-CN', 'zh-TW', 'en']),
  /** '': takes the translation away */
  text: z
    .string()
    .default('')
    .transform(typedLine)
    .pipe(z.string().max(400, 'consultations.opinion_map.field.text_long')),
});
export type TranslateInput = z.input<typeof translateInput>;

/**
 * Conveners put a statement into another language. The original stays as its author wrote it.
 * @throws AppError consultations.contribution_not_found, and as `actOnConsultation`
 */
export async function translateStatement(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: TranslateInput,
): Promise<void> {
  const { number, language, text } = translateInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    {
      ...{ act: 'translate_statement', as: 'convener', kind: 'map', may: convenes },
      statuses: ['prepared', 'not_started', 'running', 'ended'],
    },
    async ({ tx, consultation }) => {
      const statement = await statementByNumber(tx, consultation.id, number);
      if (!statement || statement.state === 'withdrawn' || statement.language === language)
        return fail('consultations.contribution_not_found');
      const { contributionId } = statement;
      await putTranslation(tx, { consultationId: consultation.id, contributionId, language, text });
      return { subjectId: contributionId, details: { number, language }, result: undefined };
    },
  );
}

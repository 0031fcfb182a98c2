import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { visibleText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { convenes } from '../consultations.policy.ts';
import { saveSummary } from './result.queries.ts';

export const summaryInput = z.object({
  /** Markdown, as everybody reads it above the table */
  summary: z
    .string('consultations.result.field.summary')
    .transform(visibleText)
    .pipe(z.string().min(1, 'consultations.result.field.summary').max(20_000, 'consultations.result.field.too_long')),
  /** of the summary as it was read; 0: there was none */
  version: z.coerce.number().int().min(0).default(0),
});
export type SummaryInput = z.input<typeof summaryInput>;

/**
 * Writes the draft of the result's summary; nobody else sees it before the result is published.
 * @throws AppError kernel.changed_meanwhile
 */
export async function writeSummary(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: SummaryInput,
): Promise<void> {
  const { summary, version } = summaryInput.parse(given);
  await actOnConsultation(
    k,
    actor,
    consultationId,
    { act: 'write_summary', as: 'convener', kind: 'draft', may: convenes },
    async ({ tx, consultation, at }) => {
      const saved = await saveSummary(tx, consultation.id, { summary, byId: actor.accountId, at, version });
      if (!saved) fail('kernel.changed_meanwhile');
      return { details: { length: summary.length }, result: undefined };
    },
  );
}

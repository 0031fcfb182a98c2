import { z } from 'zod';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Locale } from '../../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { typedLine } from '../../../../kernel/text/index.ts';
import { type Actor, departmentBook } from '../../../people/index.ts';
import { actOnConsultation } from '../../act-on-consultation.ts';
import { convenes } from '../../consultations.policy.ts';
import { insertContribution } from '../../contribution.queries.ts';
import '../opinion-map.errors.ts';
import { statement_characters } from '../opinion-map.rules.ts';
import { sameStatement } from './likeness.ts';
import { insertStatement, statementsOf } from './statement.queries.ts';

const mostLines = 500;

export const seedsInput = z.object({
  /** one statement a line */
  lines: z
    .string()
    .max(mostLines * 400)
    .default(''),
  language: z.enum(['zh-CN', 'zh-TW', 'en']).default('zh-CN'),
});
export type SeedsInput = z.input<typeof seedsInput>;

/**
 * Conveners write statements to begin with, one a line; what is there already is left out.
 * @returns how many were added
 * @throws AppError consultations.opinion_map.no_seeds, .seed_long with the number of the line, and as `actOnConsultation`
 */
export async function writeSeeds(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  given: SeedsInput,
): Promise<{ added: number; known: number }> {
  const input = seedsInput.parse(given);
  const lines = input.lines.split(/\r\n|\r|\n/).map(typedLine);
  const long = lines.findIndex((line) => [...line].length > statement_characters);
  if (long >= 0) fail('consultations.opinion_map.seed_long', { line: long + 1, most: statement_characters });
  const wanted = lines.filter((line) => line !== '').slice(0, mostLines);
  if (wanted.length === 0) fail('consultations.opinion_map.no_seeds');
  return actOnConsultation(
    k,
    actor,
    consultationId,
    {
      ...{ act: 'write_statements', as: 'convener', kind: 'map', may: convenes },
      statuses: ['prepared', 'not_started', 'running'],
    },
    async ({ tx, consultation, at }) => {
      const before = (await statementsOf(tx, consultation.id)).map(({ text }) => text);
      const shownAs = await officeName(k, consultation.departmentId, input.language);
      let added = 0;
      for (const text of wanted) {
        if (before.some((each) => sameStatement(each, text))) continue;
        before.push(text);
        const { id } = await insertContribution(tx, at, {
          ...{ consultationId: consultation.id, kind: 'statement', accountId: null, shownAs },
          ...{ organisationId: null, way: 'seed', text },
        });
        await insertStatement(tx, { contributionId: id, consultationId: consultation.id, language: input.language });
        added++;
      }
      const known = wanted.length - added;
      return { details: { added, known }, done: added > 0, result: { added, known } };
    },
  );
}

/** Everything official carries its office's name. */
export async function officeName(k: Kernel, departmentId: string, language: Locale): Promise<string> {
  const office = (await departmentBook(k)).get(departmentId);
  const names = { ...office?.name, ...office?.shortName } as Record<string, string>;
  return (names[language] ?? names['zh-CN'] ?? k.i18n.t(language)('consultations.opinion_map.convener')).slice(0, 40);
}

import { z } from 'zod';
import type { T } from '../../../kernel/i18n/index.ts';
import { contributionWays } from '../consultations.rules.ts';
import { grounds, outcomes } from '../desk/desk.rules.ts';
import { openColumns } from './columns.ts';

const coded = z.record(z.string(), z.string());

export const codebookAnswer = z
  .object({
    consultation: z.string(),
    note: z.string(),
    columns: z.array(z.object({ name: z.string(), meaning: z.string(), values: coded.optional() })),
    figures: z.array(z.object({ name: z.string(), meaning: z.string(), rule: z.string() })),
  })
  .meta({ id: 'ConsultationCodebook' });

/** How each public figure follows from the rows: conditions on the columns, all of which must hold. */
const rules = {
  received: 'kind = opinion',
  withdrawn: 'kind = opinion, state = withdrawn',
  hidden: 'kind = opinion, state = hidden',
  offTopic: 'kind = opinion, state = visible, outcome = noted, ground = off_topic',
  enquiry: 'kind = opinion, state = visible, outcome = noted, ground = enquiry',
  adopted: 'kind = opinion, state = visible, outcome = adopted',
  partly: 'kind = opinion, state = visible, outcome = partly',
  notAdopted: 'kind = opinion, state = visible, outcome = not_adopted',
  undecided: 'kind = opinion, state = visible, outcome = ""',
  counted: 'adopted + partly + notAdopted',
  answers: 'kind = answer',
} as const;

/** What the columns of the open data hold, what their codes mean, and how the figures are made of them. */
export function codebook(t: T, slug: string): z.output<typeof codebookAnswer> {
  const values: Readonly<Record<string, Record<string, string>>> = {
    // keys: consultations.result.code.*, consultations.contribution_state.*, consultations.way.*
    kind: { opinion: t('consultations.result.code.opinion'), answer: t('consultations.result.code.answer') },
    state: Object.fromEntries(
      ['visible', 'hidden', 'withdrawn'].map((code) => [code, t(`consultations.contribution_state.${code}`)]),
    ),
    way: Object.fromEntries(
      contributionWays.filter((code) => code !== 'seed').map((code) => [code, t(`consultations.way.${code}`)]),
    ),
    outcome: Object.fromEntries(outcomes.map((code) => [code, t(`consultations.desk.outcome.${code}`)])),
    ground: Object.fromEntries(grounds.map((code) => [code, t(`consultations.desk.verdict.${code}`)])),
  };
  return {
    consultation: slug,
    note: t('consultations.result.api.note'),
    columns: openColumns.map(({ key }) => ({
      name: key,
      meaning: t(`consultations.result.api.field.${key}`),
      ...(values[key] && { values: values[key] }),
    })),
    figures: Object.entries(rules).map(([name, rule]) => ({
      name,
      meaning: t(`consultations.result.figure.${name}`),
      rule,
    })),
  };
}

import type { Db } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import { leastDays, periodDays } from '../consultations.rules.ts';
import { countStatements, hasText } from './opening.queries.ts';

/** What has to be there before it is opened, and the page on which it is put right. */
export const missingParts = [
  'summary',
  'explanation',
  'first_day',
  'short_reason',
  'email',
  'text',
  'statements',
] as const;
export type MissingPart = (typeof missingParts)[number];

/** People need something to begin with. */
export const leastStatements = 5;

/** Nothing of it stands in the way of opening where the list is empty. */
export async function missingOf(db: Db, consultation: Consultation, today: LocalDate): Promise<MissingPart[]> {
  const { kind, summary, explanation, startsOn, endsOn, shortReason } = consultation;
  const missing: MissingPart[] = [];
  if (summary === '') missing.push('summary');
  if (explanation === '') missing.push('explanation');
  if (startsOn < today) missing.push('first_day');
  if (kind === 'draft') {
    if (periodDays(startsOn, endsOn) < leastDays && shortReason === '') missing.push('short_reason');
    const { ways, email } = consultation.settings;
    if (ways.includes('email') && email === '') missing.push('email');
    if (!(await hasText(db, consultation.id))) missing.push('text');
  }
  if (kind === 'map' && (await countStatements(db, consultation.id)) < leastStatements) missing.push('statements');
  return missing;
}

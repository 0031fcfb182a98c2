import type { z } from 'zod';
import { readPageKey } from '../../../kernel/db/index.ts';
import { type FieldErrors, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { factsOf, findCaseByNumber } from '../case.queries.ts';
import { mayReadPublicly } from '../cases.policy.ts';
import { type CaseBooks, caseBooks } from '../public/case-books.ts';
import { cursorText, filterOf, findCases, readListQuery } from '../public/find-cases.ts';
import { loadStory } from '../public/load-story.ts';
import { trackingHash } from '../resident/author-key.ts';
import { caseOfCode } from '../resident/submit.queries.ts';
import { detailOf, summaryOf } from './case-views.ts';
import type { caseDetail, caseList, caseListQuery, trackedCase } from './schemas.ts';

const numberShape = /^\d{4}-\d{4}-\d{4,6}$/;

/** @throws AppError kernel.invalid with the code that there is not */
export function requireCodes(
  books: CaseBooks,
  query: { district?: string; department?: string; category?: string },
): void {
  const wrong: FieldErrors = {};
  if (query.district && !books.districts.byCode(query.district))
    wrong.district = { key: 'cases.field.district_unknown' };
  if (query.department && !books.departments.byCode(query.department))
    wrong.department = { key: 'cases.field.department_unknown' };
  if (query.category && !books.categories.byCode(query.category))
    wrong.category = { key: 'cases.field.category_unknown' };
  if (Object.keys(wrong).length > 0) failFields(wrong);
}

/** A page of public letters, newest first. @throws AppError kernel.invalid for codes and cursors that are none */
export async function readCases(
  k: Kernel,
  query: z.output<typeof caseListQuery>,
  locale: Locale,
): Promise<z.input<typeof caseList>> {
  const books = await caseBooks(k);
  requireCodes(books, query);
  const after = query.cursor ? readPageKey(query.cursor) : null;
  if (query.cursor && !after) failFields({ cursor: { key: 'cases.api.cursor_wrong' } });
  const filter = filterOf(k, books, readListQuery(query));
  const found = filter ? await findCases(k, filter, after, query.limit) : { rows: [], more: false };
  const last = found.rows.at(-1);
  return {
    data: found.rows.map((row) => summaryOf({ k, books, locale }, row)),
    next: found.more && last ? cursorText(last) : null,
  };
}

/** One public letter. @throws AppError cases.not_found for all others, whatever the reason */
export async function readCase(k: Kernel, number: string, locale: Locale): Promise<z.input<typeof caseDetail>> {
  const row = numberShape.test(number) ? await findCaseByNumber(k.db, number) : undefined;
  if (!row || !mayReadPublicly(await factsOf(k.db, row))) fail('cases.not_found');
  const [books, story] = await Promise.all([caseBooks(k), loadStory(k, row, 'public')]);
  return detailOf({ k, books, locale }, story);
}

/**
 * A letter as its author sees it, opened by its tracking code.
 * @throws AppError cases.not_found where number and code do not belong together
 */
export async function trackCase(
  k: Kernel,
  number: string,
  code: string,
  locale: Locale,
): Promise<z.input<typeof trackedCase>> {
  const opened = code ? await caseOfCode(k.db, trackingHash(code)) : undefined;
  const row = opened && opened.number === number ? await findCaseByNumber(k.db, number) : undefined;
  if (!row) fail('cases.not_found');
  const [books, story] = await Promise.all([caseBooks(k), loadStory(k, row, 'author')]);
  return { ...detailOf({ k, books, locale }, story), confidential: row.confidential };
}

import type { Kernel } from '../../kernel/kernel.ts';
import type { TocEntry } from '../../ui/lists.tsx';
import type { PageContext } from '../../ui/page-context.ts';
import { departmentBook } from '../people/index.ts';
import { openSurveys } from './answer/list.queries.ts';
import { openEntry } from './answer/list-page.tsx';

/** Surveys that take answers now, as lines for lists of what the city asks; what ends soonest first. Cache tag: `surveys`. */
export async function openSurveyEntries(k: Kernel, ctx: PageContext, limit: number): Promise<TocEntry[]> {
  const [departments, rows] = await Promise.all([departmentBook(k), openSurveys(k.db, k.clock.now(), limit)]);
  return rows.map((row) => openEntry(ctx, departments, row));
}

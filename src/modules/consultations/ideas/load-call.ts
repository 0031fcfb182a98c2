import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { departmentBook, districtBook } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { statusOn } from '../consultations.rules.ts';
import { annexesOf, notesOf } from '../convene/convene.queries.ts';
import { publishedConsultation, todayOf } from '../public/load-consultation.ts';
import { categoriesOf } from './category.queries.ts';
import { type After, figuresOf, listIdeas } from './list.queries.ts';
import { filterOf, type ListQuery } from './list-query.ts';
import { thanksOf } from './thanks.queries.ts';

/**
 * A call for ideas that everybody may read.
 * @throws AppError consultations.not_found
 */
export async function publishedCall(k: Kernel, slug: string): Promise<ConsultationOf<'ideas'>> {
  const found = await publishedConsultation(k, slug);
  return found.kind === 'ideas' ? found : fail('consultations.not_found');
}

const pageSize = 20;

/** A call with its figures and one page of its ideas. */
export async function loadCall(k: Kernel, slug: string, query: ListQuery, after: After | null) {
  const call = await publishedCall(k, slug);
  const today = todayOf(k);
  const [departments, districts] = await Promise.all([departmentBook(k), districtBook(k)]);
  const filter = filterOf(call.id, query, districts, today);
  const [categories, figures, rows, notes, annexes, thanked] = await Promise.all([
    categoriesOf(k.db, call.id),
    figuresOf(k.db, call.id, today),
    filter ? listIdeas(k.db, filter, { order: query.order, after, limit: pageSize + 1 }) : [],
    notesOf(k.db, call.id),
    annexesOf(k.db, call.id),
    thanksOf(k.db, call.id, 0, 1),
  ]);
  return {
    ...{ call, today, departments, districts, categories, figures, notes, annexes },
    status: statusOn(call, today),
    ideas: rows.slice(0, pageSize),
    more: rows.length > pageSize,
    first: after === null,
    thanked: thanked.length > 0,
  };
}
export type CallView = Awaited<ReturnType<typeof loadCall>>;

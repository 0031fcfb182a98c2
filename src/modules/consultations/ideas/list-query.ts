import { isId } from '../../../kernel/db/index.ts';
import { toTsQueryText, typedLine } from '../../../kernel/text/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Book, District } from '../../people/index.ts';
import { type Order, orders, stages } from './ideas.rules.ts';
import type { After, IdeaFilter } from './list.queries.ts';

/** The list's filters as they stand in its address; what is unknown there is left out. */
export type ListQuery = { q: string; stage: string; category: string; district: string; order: Order; view: string };

const textFields = ['q', 'stage', 'category', 'district'] as const;
export const stageFilters = [...stages, 'overdue'] as const;

export function readListQuery(source: unknown): ListQuery {
  const given = (source ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? typedLine(given[name]).slice(0, 60) : '');
  const stage = text('stage');
  return {
    q: text('q'),
    stage: stageFilters.some((each) => each === stage) ? stage : '',
    category: isId(text('category')) ? text('category') : '',
    district: text('district'),
    order: orders.find((each) => each === given.order) ?? 'newest',
    view: given.view === 'gallery' ? 'gallery' : '',
  };
}

/** The address of a list with these filters, those that are empty left out, always in one order. */
export function listHref(path: string, query: Partial<ListQuery>, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const name of [...textFields, 'view'] as const) if (query[name]) params.set(name, query[name]);
  if (query.order && query.order !== 'newest') params.set('order', query.order);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** null: something was asked for that can hold nothing. */
export function filterOf(
  consultationId: string,
  query: ListQuery,
  districts: Book<District>,
  today: LocalDate,
): IdeaFilter | null {
  const filter: IdeaFilter = { consultationId };
  if (query.q) {
    const tsquery = toTsQueryText(query.q);
    if (!tsquery) return null;
    filter.tsquery = tsquery;
  }
  if (query.district) {
    const district = districts.byCode(query.district);
    if (!district) return null;
    filter.districtId = district.id;
  }
  if (query.category) filter.categoryId = query.category;
  const stage = stages.find((each) => each === query.stage);
  if (stage) filter.stage = stage;
  if (query.stage === 'overdue') filter.overdue = today;
  return filter;
}

/** Where a page begins, as it stands in an address; null for anything else. */
export function readAfter(text: unknown, order: Order): After | null {
  // Numbers and counts are integers of the database, moments milliseconds.
  const shape = order === 'answered' ? /^(\d{1,13})_([0-9a-f-]{36})$/ : /^(\d{1,9})_([0-9a-f-]{36})$/;
  const [, value = '', id = ''] = (typeof text === 'string' && shape.exec(text)) || [];
  return isId(id) ? { value, id } : null;
}

export const afterText = ({ value, id }: After): string => `${value}_${id}`;

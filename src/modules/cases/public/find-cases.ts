import { type PageKey, pageKeyText } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText } from '../../../kernel/text/index.ts';
import { addDays, isLocalDate, startOfDay } from '../../../kernel/time/index.ts';
import { type Kind, kinds } from '../cases.rules.ts';
import type { CaseBooks } from './case-books.ts';
import { type StatusFilter, statusFilters } from './case-state.ts';
import { type CaseFilter, type ListedCase, listPublic, searchPublic } from './list.queries.ts';

export const pageSize = 20;
/** The list's filters as they stand in its address; what is unknown there is left out. */
export type ListQuery = {
  q: string;
  kind: string;
  category: string;
  district: string;
  department: string;
  status: string;
  from: string;
  until: string;
};
export const listFields = ['q', 'kind', 'category', 'district', 'department', 'status', 'from', 'until'] as const;

/** Reads the filters; categories, districts and departments go by their code. */
export function readListQuery(source: unknown): ListQuery {
  const given = (source ?? {}) as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? given[name].trim().slice(0, 100) : '');
  return Object.fromEntries(listFields.map((name) => [name, text(name)])) as ListQuery;
}

/** The address of the list with these filters, those that are empty left out, in one order: one page, one address. */
export function listHref(path: string, query: Partial<ListQuery>, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const name of listFields) if (query[name]) params.set(name, query[name]);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** null: something was asked for that can hold nothing, such as a district that does not exist. */
export function filterOf(k: Kernel, books: CaseBooks, query: ListQuery): CaseFilter | null {
  const filter: CaseFilter = {};
  if (query.q) {
    const tsquery = toTsQueryText(query.q);
    if (!tsquery) return null;
    filter.tsquery = tsquery;
  }
  if (query.kind) {
    if (!kinds.includes(query.kind as Kind)) return null;
    filter.kind = query.kind as Kind;
  }
  if (query.status) {
    if (!Object.hasOwn(statusFilters, query.status)) return null;
    filter.states = statusFilters[query.status as StatusFilter];
  }
  const district = books.districts.byCode(query.district);
  const department = books.departments.byCode(query.department);
  const category = books.categories.byCode(query.category);
  if ((query.district && !district) || (query.department && !department) || (query.category && !category)) return null;
  if (district) filter.districtId = district.id;
  if (department) filter.departmentId = department.id;
  if (category) filter.categoryIds = withDescendants(books, category.id);
  if (isLocalDate(query.from)) filter.from = startOfDay(query.from, k.config.TIME_ZONE);
  if (isLocalDate(query.until)) filter.until = startOfDay(addDays(query.until, 1), k.config.TIME_ZONE);
  return filter;
}

function withDescendants(books: CaseBooks, id: string): string[] {
  const found = [id];
  for (const parent of found)
    for (const entry of books.categories.all) if (entry.parentId === parent) found.push(entry.id);
  return found;
}

/** Where the page after a letter begins, as it stands in an address. */
export function cursorText(row: { submittedAt: Date; id: string }): string {
  return pageKeyText({ at: row.submittedAt, id: row.id });
}

export type Found = { rows: ListedCase[]; more: boolean };

/** One page of public letters, newest first. */
export async function findCases(
  k: Kernel,
  filter: CaseFilter,
  after: PageKey | null,
  limit = pageSize,
): Promise<Found> {
  const read = filter.tsquery ? searchPublic : listPublic;
  const rows = await read(k.db, filter, after, limit + 1);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

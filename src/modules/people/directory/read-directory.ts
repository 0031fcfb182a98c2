import type { Kernel } from '../../../kernel/kernel.ts';
import { toTsQueryText } from '../../../kernel/text/index.ts';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { type Category, categories } from '../register/register.rules.ts';
import { textOf } from '../text-of.ts';
import { type DirectoryCursor, type DirectoryFilter, listPublished, type Published } from './directory.queries.ts';

export const pageSize = 24;

/** The filters as they stand in the address of the list; districts go by their code. */
export const directoryFields = ['q', 'category', 'district', 'organisation', 'field'] as const;
export type DirectoryQuery = Record<(typeof directoryFields)[number], string>;

export function readDirectoryQuery(source: unknown): DirectoryQuery {
  const entries = directoryFields.map((name) => [name, textOf(source, name).trim().slice(0, 100)] as const);
  return Object.fromEntries(entries) as DirectoryQuery;
}

/** One page, one address: the filters in one order, empty ones left out. */
export function directoryHref(path: string, query: Partial<DirectoryQuery>, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const name of directoryFields) if (query[name]) params.set(name, query[name]);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** null: something was asked for that nobody can be, such as a category that does not exist. */
export function directoryFilter(query: DirectoryQuery, districts: Book<District>): DirectoryFilter | null {
  const { q, category, district, organisation, field } = query;
  const filter: DirectoryFilter = {};
  if (q) {
    // Pinyin is typed with spaces or without.
    const spaceless = /^[\p{Script=Latin}\d\s'-]+$/u.test(q) ? q.replace(/[\s'-]+/g, '') : q;
    const asked = [...new Set([q, spaceless])].flatMap((text) => toTsQueryText(text) ?? []);
    if (asked.length === 0) return null;
    filter.tsqueries = asked;
  }
  if (category) {
    if (!categories.includes(category as Category)) return null;
    filter.category = category;
  }
  if (district) {
    const known = districts.byCode(district);
    if (!known) return null;
    filter.districtId = known.id;
  }
  if (organisation) filter.organisation = organisation;
  if (field) filter.field = field;
  return filter;
}

/** Where a page begins, as it stands in an address: `zhangsan~m2026-0007`. */
export function readDirectoryCursor(text: unknown): DirectoryCursor | null {
  const [, sortKey, slug] = (typeof text === 'string' && /^([a-z0-9]{0,400})~(m[0-9-]{1,20})$/.exec(text)) || [];
  return sortKey !== undefined && slug !== undefined ? { sortKey, slug } : null;
}

export const directoryCursorText = (row: Published): string => `${row.sortKey}~${row.slug}`;

export type FoundMembers = { rows: Published[]; next: string | null };

export async function readDirectory(
  k: Kernel,
  filter: DirectoryFilter | null,
  after: DirectoryCursor | null,
  size = pageSize,
): Promise<FoundMembers> {
  if (!filter) return { rows: [], next: null };
  const rows = await listPublished(k.db, filter, after, size + 1);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > size && last ? directoryCursorText(last) : null };
}

/** The whole directory, read in parts, for the exports. */
export async function* wholeDirectory(k: Kernel): AsyncGenerator<Published> {
  const part = 500;
  let after: DirectoryCursor | null = null;
  for (;;) {
    const rows = await listPublished(k.db, {}, after, part);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < part) return;
    after = { sortKey: last.sortKey, slug: last.slug };
  }
}

import { createHash } from 'node:crypto';
import { readMoment, type TableRow } from '../../../kernel/sheets/index.ts';
import type { Book, Department, District } from '../../people/index.ts';
import { type Kind, kinds } from '../cases.rules.ts';
import type { Category } from '../category-book.ts';
import type { Field, Mapping } from './columns.ts';

/** A row that can be taken in. */
export type ImportRow = {
  line: number;
  ref: string;
  title: string;
  body: string;
  author: string;
  submittedAt: Date;
  reply: string;
  repliedAt: Date | null;
  departmentId: string;
  categoryId: string | null;
  kind: Kind;
  districtId: string | null;
  address: string;
};

/** Why a row was not taken in; `reason` is a message key. */
export type Rejection = { line: number; reason: string; params?: Record<string, unknown> };

export type RowReader = {
  mapping: Mapping;
  zone: string;
  now: Date;
  /** for rows that name no department */
  departmentId: string;
  departments: Book<Department>;
  districts: Book<District>;
  categories: Book<Category>;
  /** kind → its names in every language */
  kindNames: ReadonlyMap<string, Kind>;
};

const limits = { title: 200, body: 20_000, reply: 20_000, author: 80, address: 300 };

function text(row: TableRow, reader: RowReader, field: Field): string {
  const heading = reader.mapping[field];
  const value = heading === undefined ? undefined : row.cells[heading];
  if (value === undefined) return '';
  return (value instanceof Date ? value.toISOString() : String(value))
    .replaceAll('\r\n', '\n')
    .replaceAll('\u0000', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line, index, lines) => line !== '' || (index > 0 && lines[index - 1] !== ''))
    .join('\n')
    .trim();
}

function moment(row: TableRow, reader: RowReader, field: Field): Date | null {
  const heading = reader.mapping[field];
  return heading === undefined ? null : readMoment(row.cells[heading], reader.zone);
}

function named<Entry extends { id: string; code: string; name: { 'zh-CN': string; en?: string | null } }>(
  book: Book<Entry>,
  given: string,
): Entry | undefined {
  return book.byCode(given) ?? book.all.find((entry) => entry.name['zh-CN'] === given || entry.name.en === given);
}

/** Reads one row; a row that is not right is refused with its line and the first reason. */
export function readRow(row: TableRow, reader: RowReader): ImportRow | Rejection {
  const refuse = (reason: string, params?: Record<string, unknown>): Rejection => ({
    line: row.line,
    reason: `cases.transfer.row.${reason}`,
    ...(params ? { params } : {}),
  });
  const [problem] = row.problems;
  if (problem)
    return { line: row.line, reason: `cases.transfer.row.unreadable`, params: { column: problem.column ?? '' } };
  const values = {
    title: text(row, reader, 'title'),
    body: text(row, reader, 'body'),
    reply: text(row, reader, 'reply'),
    author: text(row, reader, 'author'),
    address: text(row, reader, 'address'),
  };
  if (values.title === '') return refuse('title_missing');
  if (values.body === '') return refuse('body_missing');
  for (const [field, limit] of Object.entries(limits)) {
    if (values[field as keyof typeof values].length > limit) return refuse(`${field}_long`, { limit });
  }
  const submittedAt = moment(row, reader, 'submittedAt');
  if (!submittedAt) return refuse('time_wrong');
  if (submittedAt > reader.now) return refuse('time_future');
  const repliedAt = moment(row, reader, 'repliedAt');
  if (values.reply !== '' && !repliedAt) return refuse('reply_time_wrong');
  if (repliedAt && repliedAt < submittedAt) return refuse('reply_before_letter');
  if (repliedAt && repliedAt > reader.now) return refuse('time_future');
  const place = lookUp(row, reader);
  if ('reason' in place) return refuse(place.reason, { value: place.value });
  const ref =
    text(row, reader, 'ref') ||
    createHash('sha256')
      .update(`${values.title}\n${submittedAt.toISOString()}\n${values.body}`)
      .digest('base64url')
      .slice(0, 24);
  if (ref.length > 100) return refuse('ref_long');
  return { line: row.line, ref, ...values, submittedAt, repliedAt: values.reply === '' ? null : repliedAt, ...place };
}

type Found = Pick<ImportRow, 'departmentId' | 'categoryId' | 'districtId' | 'kind'>;

/** What a row names of the city's own tables. */
function lookUp(row: TableRow, reader: RowReader): Found | { reason: string; value: string } {
  const department = text(row, reader, 'department');
  const category = text(row, reader, 'category');
  const district = text(row, reader, 'district');
  const kind = text(row, reader, 'kind');
  const departmentEntry = department === '' ? undefined : named(reader.departments, department);
  if (department !== '' && !departmentEntry) return { reason: 'department_unknown', value: department };
  const categoryEntry = category === '' ? undefined : named(reader.categories, category);
  if (category !== '' && !categoryEntry) return { reason: 'category_unknown', value: category };
  const districtEntry = district === '' ? undefined : named(reader.districts, district);
  if (district !== '' && !districtEntry) return { reason: 'district_unknown', value: district };
  const known =
    kind === '' ? 'other' : (reader.kindNames.get(kind.toLowerCase()) ?? kinds.find((name) => name === kind));
  if (!known) return { reason: 'kind_unknown', value: kind };
  return {
    departmentId: departmentEntry?.id ?? reader.departmentId,
    categoryId: categoryEntry?.id ?? null,
    districtId: districtEntry?.id ?? null,
    kind: known,
  };
}

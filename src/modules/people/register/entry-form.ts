import { AppError } from '../../../kernel/errors/index.ts';
import type { FormValues } from '../../../ui/form.tsx';
import { typedOf } from '../admin/admin-page.tsx';
import type { District } from '../books.queries.ts';
import type { Book } from '../books.ts';
import { expectedError } from '../form-errors.ts';
import { spokenNumber } from '../sign-in/address.ts';
import type { Entry } from './entry.queries.ts';
import { mostAccounts, mostWorks } from './entry-input.ts';

/** Rows of a form: as many as are shown without anybody asking, and more on request. */
export const shownRows = { accounts: 2, works: 2 } as const;
const moreRows = 3;
const mostRows = { accounts: mostAccounts, works: mostWorks } as const;
type RowsOf = keyof typeof shownRows;

const rowName = { accounts: 'account', works: 'work' } as const;

/** Name of a field in the n-th row, counted from 1: `work2_title`. */
export function rowField(of: RowsOf, n: number, field: string): string {
  return `${rowName[of]}${n}_${field}`;
}

type Typed = Record<string, string | string[]>;

function one(typed: Typed, name: string): string {
  const value = typed[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function several(typed: Typed, name: string): string[] {
  const value = typed[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** How many rows a form shows: as many as it came with, never fewer than are shown to everybody. */
export function rowsIn(values: FormValues, of: RowsOf): number {
  const count = Number(values[`${of}_rows`] ?? 0);
  return Math.min(Math.max(Number.isSafeInteger(count) ? count : 0, shownRows[of]), mostRows[of]);
}

/** The form again with a few empty rows more; undefined where it was not that button that was pressed. */
export function withMoreRows(body: unknown): FormValues | undefined {
  const typed = typedOf(body);
  const of = one(typed, 'more');
  if (of !== 'accounts' && of !== 'works') return undefined;
  return { ...typed, [`${of}_rows`]: String(rowsIn(typed, of) + moreRows) };
}

type Row = Record<string, string>;

function rows(
  typed: Typed,
  of: RowsOf,
  fields: readonly string[],
  counts: readonly string[],
): { n: number; row: Row }[] {
  const found: { n: number; row: Row }[] = [];
  for (let n = 1; n <= mostRows[of]; n++) {
    const row = Object.fromEntries(fields.map((field) => [field, one(typed, rowField(of, n, field))]));
    if (counts.some((field) => row[field]?.trim())) found.push({ n, row });
  }
  return found;
}

/** What was typed, as the verbs take it, and the numbers of the rows that were filled in. */
export function entryTyped(body: unknown): { typed: Typed; input: unknown; numbers: Record<RowsOf, number[]> } {
  const typed = typedOf(body);
  const accounts = rows(typed, 'accounts', ['platform', 'name', 'url'], ['platform', 'name', 'url']);
  const works = rows(typed, 'works', ['title', 'kind', 'url', 'year', 'note'], ['title', 'url', 'year', 'note']);
  const input = {
    penName: one(typed, 'penName'),
    intro: one(typed, 'intro'),
    categories: several(typed, 'categories'),
    stratum: one(typed, 'stratum') || null,
    field: one(typed, 'field'),
    organisation: one(typed, 'organisation'),
    post: one(typed, 'post'),
    skills: one(typed, 'skills').split(/[,，、;；\n]+/), // chinese: signs between words of a list
    district: one(typed, 'district'),
    contactEmail: one(typed, 'contactEmail'),
    contactPhone: one(typed, 'contactPhone'),
    publicFields: several(typed, 'publicFields'),
    accounts: accounts.map(({ row }) => row),
    works: works.map(({ row }) => ({ ...row, year: row.year?.trim() ? Number(row.year) : null })),
    consents: {
      directory: one(typed, 'consentDirectory') === 'yes',
      namedContact: one(typed, 'consentNamedContact') === 'yes',
    },
    referees: one(typed, 'referees'),
    agreed: one(typed, 'agreed') === 'yes',
  };
  return { typed, input, numbers: { accounts: accounts.map(({ n }) => n), works: works.map(({ n }) => n) } };
}

/** The error with the names that its fields have in the form: `works.0.url` is `work3_url` where that row was filled. */
export function entryError(thrown: unknown, numbers: Record<RowsOf, number[]>): AppError {
  const error = expectedError(thrown);
  if (!error.fields) return error;
  const fields = Object.entries(error.fields).map(([path, said]) => {
    const [first = '', index = '', field] = path.split('.');
    if (first !== 'accounts' && first !== 'works') return [first, said] as const;
    const n = numbers[first][Number(index)] ?? 1;
    return [rowField(first, n, field ?? (first === 'works' ? 'title' : 'platform')), said] as const;
  });
  return new AppError(error.code, error.params, Object.fromEntries(fields.reverse()));
}

/** An entry as the form shows it. */
export function entryValues(entry: Entry, districts: Book<District>, consents: ReadonlySet<string>): FormValues {
  const values: Record<string, string | string[]> = {
    penName: entry.penName,
    intro: entry.intro,
    categories: entry.categories,
    stratum: entry.stratum ?? '',
    field: entry.field,
    organisation: entry.organisationName,
    post: entry.post,
    skills: entry.skills.join('、'), // chinese: the sign between words of a list
    district: districts.get(entry.districtId)?.code ?? '',
    contactEmail: entry.contactEmail,
    contactPhone: spokenNumber(entry.contactPhone),
    publicFields: entry.publicFields,
    consentDirectory: consents.has('people.directory') ? 'yes' : '',
    consentNamedContact: consents.has('people.named_contact') ? 'yes' : '',
    accounts_rows: String(entry.accounts.length + 1),
    works_rows: String(entry.works.length + 1),
  };
  for (const [i, account] of entry.accounts.entries())
    for (const [field, value] of Object.entries(account)) values[rowField('accounts', i + 1, field)] = value;
  for (const [i, work] of entry.works.entries())
    for (const [field, value] of Object.entries(work)) values[rowField('works', i + 1, field)] = String(value ?? '');
  return values;
}

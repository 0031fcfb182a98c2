import type { Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  type ColumnMapping,
  cellText,
  columnProblems,
  type RowRefusal,
  readTable,
  recogniseColumns,
  type Table,
  type TableRow,
} from '../../../kernel/sheets/index.ts';
import { categories } from '../register/register.rules.ts';
import { type Nominee, nomineeShape } from './nominee.shape.ts';
import { silences } from './place-nominations.ts';

export const batchFields = ['name', 'phone', 'email', 'categories', 'words'] as const;
export type BatchField = (typeof batchFields)[number];

/** Rows of a table, at most. */
export const mostRows = 1000;

// chinese: headings as tables of nominees have them
const headings: Record<BatchField, readonly string[]> = {
  name: ['姓名', '人选姓名', '被推荐人', '被推荐人姓名', '人选', 'name', 'nominee'],
  phone: ['手机', '手机号', '手机号码', '电话', '联系电话', '电话号码', 'phone', 'mobile', 'tel'],
  email: ['邮箱', '电子邮箱', '电子邮件', '邮件', 'email', 'e-mail', 'mail'],
  categories: ['类别', '人员类别', '类别代码', '类型', 'category', 'categories', 'code'],
  words: ['推荐理由', '推荐语', '理由', '推荐意见', '主要事迹', 'words', 'reason', 'recommendation'],
};

export type BatchRow = Nominee & { line: number };
export type ReadBatch = { rows: number; good: BatchRow[]; rejected: RowRefusal[]; mapping: ColumnMapping<BatchField> };

/** The headings of a template in a language, in the order of the fields. */
export function batchHeading(k: Kernel, field: BatchField, locale: 'zh-CN' | 'zh-TW' | 'en'): string {
  return k.i18n.t(locale)(`people.nominations.field.${field}`);
}

/** How categories are called in any language, to their codes. */
function categoryNames(k: Kernel): Map<string, string> {
  const names = new Map<string, string>(categories.map((code) => [code, code]));
  for (const locale of ['zh-CN', 'zh-TW', 'en'] as const)
    for (const code of categories) names.set(k.i18n.t(locale)(`people.register.category.${code}`).toLowerCase(), code);
  return names;
}

/**
 * Reads a table of nominees: every row that cannot be taken is named with its line and why. Looks at nothing but the
 * table; `sift` looks at the register.
 * @throws AppError sheets.* (sheets.columns, sheets.too_many_rows and what cannot be read at all)
 */
export async function readBatch(
  k: Kernel,
  file: Uint8Array,
  given: ColumnMapping<BatchField> = {},
): Promise<ReadBatch> {
  const table = await readTable(file, { zone: k.config.TIME_ZONE });
  try {
    const mapping = mapColumns(k, table, given);
    const names = categoryNames(k);
    const batch: ReadBatch = { rows: 0, good: [], rejected: [], mapping };
    const seen = new Map<string, number>();
    for await (const row of table.rows) {
      if (++batch.rows > mostRows) fail('sheets.too_many_rows', { limit: mostRows });
      const read = readRow(row, mapping, names);
      const before = 'reason' in read ? undefined : twice(seen, read);
      if ('reason' in read) batch.rejected.push(read);
      else if (before === undefined) batch.good.push(read);
      else batch.rejected.push(refusal(row.line, 'twice', { first: before }));
    }
    if (batch.rows === 0) fail('sheets.empty');
    return batch;
  } finally {
    await table.close();
  }
}

function mapColumns(k: Kernel, table: Table, given: ColumnMapping<BatchField>): ColumnMapping<BatchField> {
  const mapping = recogniseColumns(table.headers, headings, given);
  // One of the two ways to reach somebody is enough.
  const needed: BatchField[] = ['name', mapping.email ? 'email' : 'phone', 'categories', 'words'];
  const { missing, unknown } = columnProblems(table.headers, mapping, needed);
  if (missing.length + unknown.length > 0)
    fail('sheets.columns', {
      missing: missing.map((field) => batchHeading(k, field, 'zh-CN')).join('、'),
      unknown: unknown.join('、'),
      headers: table.headers.join('、'),
    });
  return mapping;
}

function refusal(line: number, reason: string, params: Record<string, unknown> = {}): RowRefusal {
  return { line, reason: `people.nominations.row.${reason}`, params };
}

/** The line that has one of the row's addresses already. */
function twice(seen: Map<string, number>, { line, email, phone }: BatchRow): number | undefined {
  const addresses = [email, phone].filter((each) => each !== null);
  const before = addresses.map((address) => seen.get(address)).find((found) => found !== undefined);
  if (before === undefined) for (const address of addresses) seen.set(address, line);
  return before;
}

function readRow(row: TableRow, mapping: ColumnMapping<BatchField>, names: Map<string, string>): BatchRow | RowRefusal {
  const [problem] = row.problems;
  if (problem) return refusal(row.line, 'unreadable', { column: problem.column ?? '' });
  const cell = (field: BatchField) => (mapping[field] === undefined ? '' : cellText(row.cells[mapping[field]]));
  const said = cell('categories')
    .split(/[、,，;；/|]+/)
    .map((each) => each.trim().toLowerCase())
    .filter(Boolean);
  const parsed = nomineeShape.safeParse({
    name: cell('name'),
    email: cell('email'),
    phone: cell('phone'),
    categories: said.map((each) => names.get(each) ?? each),
    words: cell('words'),
  });
  if (parsed.success) return { ...parsed.data, line: row.line };
  // Each has its words beside a field already; a row says the first.
  const [issue] = parsed.error.issues;
  return { line: row.line, reason: issue?.message ?? 'people.nominations.row.unreadable', params: rowParams };
}

const rowParams = { column: '' };

/**
 * Sorts out people who are not to be written to, each with the reason. For the secretariat alone: whoever else saw
 * this would learn who is in the register.
 */
export async function sift(k: Kernel, tx: Tx, batch: ReadBatch): Promise<ReadBatch> {
  const silent = await silences(k, tx, batch.good);
  return {
    ...batch,
    good: batch.good.filter((_, i) => silent[i] === null),
    rejected: [
      ...batch.rejected,
      // keys: people.nominations.row.*
      ...batch.good.flatMap(({ line }, i) => (silent[i] ? [refusal(line, silent[i])] : [])),
    ].sort((a, b) => a.line - b.line),
  };
}

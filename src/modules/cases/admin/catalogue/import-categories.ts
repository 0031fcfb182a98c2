import { audit } from '../../../../kernel/audit/index.ts';
import type { Tx } from '../../../../kernel/db/index.ts';
import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import {
  type ColumnMapping,
  cellText,
  importTree,
  type RowRefusal,
  type TableRow,
  type TreeImportOptions,
  type TreeReport,
} from '../../../../kernel/sheets/index.ts';
import { type Actor, type Book, type Department, departmentBook, forgetBooks } from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { type LimitKind, limitKinds } from '../../cases.rules.ts';
import { allCategories } from '../../category-book.queries.ts';
import type { Category } from '../../category-book.ts';
import { addCategory, lockCatalogue, replaceCategory } from './catalogue.queries.ts';
import { codeShape } from './change-category.ts';

export const categoryFields = [
  'code',
  'name',
  'nameEn',
  'parent',
  'department',
  'coHandlers',
  'limit',
  'code1',
  'name1',
  'code2',
  'name2',
  'code3',
  'name3',
] as const;
export type CategoryField = (typeof categoryFields)[number];
type Mapping = ColumnMapping<CategoryField>;

// chinese: headings of other systems' tables are recognised
const headings: Record<CategoryField, readonly string[]> = {
  code: ['编码', '事项编码', '类别编码', '分类编码', '代码', 'code', 'id'],
  name: ['名称', '事项名称', '类别名称', '分类名称', '事项', '类别', 'name', 'category'],
  nameEn: ['英文名称', '英文名', 'nameen', 'english'],
  parent: ['上级', '上级编码', '上级事项', '父级编码', 'parent', 'parentcode'],
  department: ['承办单位', '主办单位', '默认承办', '默认单位', '责任单位', 'department', 'lead'],
  coHandlers: ['协办单位', '协办', '配合单位', 'cohandlers', 'support'],
  limit: ['时限', '办理时限', '时限类型', 'limit'],
  code1: ['一级编码', '一级代码', '一级分类编码', 'level1code'],
  name1: ['一级名称', '一级分类', '一级标签', '一级事项', '一级类别', 'level1name', 'level1'],
  code2: ['二级编码', '二级代码', '二级分类编码', 'level2code'],
  name2: ['二级名称', '二级分类', '二级标签', '二级事项', '二级类别', 'level2name', 'level2'],
  code3: ['三级编码', '三级代码', '三级分类编码', 'level3code'],
  name3: ['三级名称', '三级分类', '三级标签', '三级事项', '三级类别', 'level3name', 'level3'],
};

/** A table with a pair of columns for each level says of each line its whole path. */
const isWide = (mapping: Mapping) => mapping.code === undefined && mapping.code1 !== undefined;

/** What a line says of a category; undefined: the table has no such column, so what is stored stays. */
type Row = {
  line: number;
  code: string;
  parent: string;
  name: string;
  nameEn: string | undefined;
  departmentId: string | null | undefined;
  coHandlerIds: string[] | undefined;
  limitKind: LimitKind | null | undefined;
};
type Known = Category & { parentCode: string | null };
type Reading = { departments: Book<Department>; limits: ReadonlyMap<string, LimitKind> };

/**
 * Brings the dispatch catalogue in, known by its codes: either a line a category with the code above it, or a line a path
 * with code and name of every level. Run again it changes what differs and doubles nothing; nothing is closed.
 * @throws AppError kernel.not_allowed, sheets.*
 */
export async function importCategories(
  k: Kernel,
  actor: Actor,
  file: Uint8Array | string,
  options: TreeImportOptions<CategoryField> = {},
): Promise<TreeReport<CategoryField>> {
  if (actor.kind !== 'system' && !mayAdministerCases(actor)) fail('kernel.not_allowed');
  const reading: Reading = { departments: await departmentBook(k), limits: limitNames(k) };
  const report = await importTree<CategoryField, Row, Known>(
    k.db,
    file,
    {
      headings,
      needed: (mapping) => (isWide(mapping) ? ['code1', 'name1'] : ['code', 'name']),
      reasons: 'cases.admin.catalogue.row',
      zone: k.config.TIME_ZONE,
      deepest: 3,
      load,
      read: (row, mapping, known) => readLine(row, mapping, known, reading),
      repeats: (earlier, later) => earlier.name === later.name && earlier.parent === later.parent,
      forbid: (_row, known, depth) => (known.level === depth ? undefined : 'other_level'),
      isSame: (row, known) =>
        JSON.stringify(comparable(merged(row, known), row.parent)) ===
        JSON.stringify(comparable(known, known.parentCode ?? '')),
      idOf: ({ id }) => id,
      write: async (tx, row, known, parentId) => {
        const values = { ...merged(row, known), parentId };
        if (!known) return addCategory(tx, values);
        await replaceCategory(tx, known.id, values);
        return known.id;
      },
      record: (tx, counts) => record(k, tx, actor, counts),
    },
    options,
  );
  if (!options.dryRun && report.imported + report.changed > 0) {
    await forgetBooks(k);
    k.cache.clear();
  }
  return report;
}

function record(k: Kernel, tx: Tx, actor: Actor, report: TreeReport<CategoryField>): Promise<void> {
  const { rows, imported, changed, unchanged, rejected } = report;
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action: 'cases.catalogue_imported',
    objectType: 'category',
    objectId: 'import',
    details: { rows, imported, changed, unchanged, rejected: rejected.length },
  });
}

async function load(tx: Tx): Promise<ReadonlyMap<string, Known>> {
  await lockCatalogue(tx);
  const all = await allCategories(tx);
  const codes = new Map(all.map(({ id, code }) => [id, code]));
  return new Map(
    all.map((entry) => [
      entry.code,
      { ...entry, parentCode: entry.parentId ? (codes.get(entry.parentId) ?? null) : null },
    ]),
  );
}

function limitNames(k: Kernel): Map<string, LimitKind> {
  const names = new Map<string, LimitKind>(limitKinds.map((kind) => [kind, kind]));
  for (const locale of ['zh-CN', 'zh-TW', 'en'] as const)
    for (const kind of limitKinds) names.set(k.i18n.t(locale)(`cases.limit_short.${kind}`).toLowerCase(), kind);
  return names;
}

function merged(row: Row, known: Known | undefined) {
  const en = row.nameEn ?? known?.name.en ?? '';
  const departmentId = row.departmentId === undefined ? (known?.departmentId ?? null) : row.departmentId;
  return {
    code: row.code,
    parentId: known?.parentId ?? null,
    name: { 'zh-CN': row.name, ...(en && { en }) },
    departmentId,
    coHandlerIds: (row.coHandlerIds ?? known?.coHandlerIds ?? []).filter((id) => id !== departmentId),
    limitKind: row.limitKind === undefined ? (known?.limitKind ?? null) : row.limitKind,
    active: known?.active ?? true,
  };
}

type Comparable = Pick<Category, 'name' | 'departmentId' | 'coHandlerIds' | 'limitKind' | 'active'>;

function comparable({ name, departmentId, coHandlerIds, limitKind, active }: Comparable, parent: string) {
  return [name['zh-CN'], name.en ?? '', departmentId, coHandlerIds, limitKind, active, parent];
}

const refusal = (line: number, reason: string, params: Record<string, unknown> = {}): RowRefusal => ({
  line,
  reason: `cases.admin.catalogue.row.${reason}`,
  params,
});

function readLine(
  raw: TableRow,
  mapping: Mapping,
  known: ReadonlyMap<string, Known>,
  reading: Reading,
): (Row | RowRefusal)[] {
  const [problem] = raw.problems;
  if (problem) return [refusal(raw.line, 'unreadable', { column: problem.column ?? '' })];
  const cell = (field: CategoryField) => cellText(raw.cells[mapping[field] ?? '']);
  const details = readDetails(raw, mapping, cell, reading);
  if ('reason' in details) return [details];
  if (!isWide(mapping)) {
    const parent = mapping.parent === undefined ? (known.get(cell('code'))?.parentCode ?? '') : cell('parent');
    return [entryOf(raw.line, cell('code'), cell('name'), parent, details)];
  }
  return readPath(raw.line, cell, details);
}

type Details = Pick<Row, 'nameEn' | 'departmentId' | 'coHandlerIds' | 'limitKind'>;
const noDetails: Details = {
  nameEn: undefined,
  departmentId: undefined,
  coHandlerIds: undefined,
  limitKind: undefined,
};

/** One entry for each level of the line; what else it says is about the lowest. */
function readPath(line: number, cell: (field: CategoryField) => string, details: Details): (Row | RowRefusal)[] {
  const levels = ([1, 2, 3] as const).map((n) => ({ code: cell(`code${n}`), name: cell(`name${n}`) }));
  const filled = levels.filter(({ code, name }) => code !== '' || name !== '');
  if (filled.length === 0) return [refusal(line, 'code_missing')];
  const entries: (Row | RowRefusal)[] = [];
  let parent = '';
  for (const [index, { code, name }] of filled.entries()) {
    const entry = entryOf(line, code, name, parent, index === filled.length - 1 ? details : noDetails);
    entries.push(entry);
    if ('reason' in entry) break;
    parent = code;
  }
  return entries;
}

function entryOf(line: number, code: string, name: string, parent: string, details: Details): Row | RowRefusal {
  if (code === '') return refusal(line, 'code_missing');
  if (!codeShape.safeParse(code).success) return refusal(line, 'code_wrong', { value: code.slice(0, 60) });
  if (name === '') return refusal(line, 'name_missing', { value: code });
  if (name.length > 60) return refusal(line, 'name_long', { value: code, limit: 60 });
  return { line, code, parent, name, ...details };
}

function readDetails(
  raw: TableRow,
  mapping: Mapping,
  cell: (field: CategoryField) => string,
  { departments, limits }: Reading,
): Details | RowRefusal {
  const find = (given: string) =>
    departments.byCode(given) ??
    departments.all.find(({ name, shortName }) => [name['zh-CN'], name.en, shortName['zh-CN']].includes(given));
  const lead = cell('department');
  if (lead !== '' && !find(lead)) return refusal(raw.line, 'department_unknown', { value: lead.slice(0, 60) });
  const helpers = cell('coHandlers')
    .split(/[、,，;；/|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = helpers.find((name) => !find(name));
  if (unknown !== undefined) return refusal(raw.line, 'department_unknown', { value: unknown.slice(0, 60) });
  const limit = cell('limit');
  if (limit !== '' && !limits.has(limit.toLowerCase()))
    return refusal(raw.line, 'limit_unknown', { value: limit.slice(0, 60) });
  return {
    nameEn: mapping.nameEn === undefined ? undefined : cell('nameEn').slice(0, 100),
    departmentId: mapping.department === undefined ? undefined : (find(lead)?.id ?? null),
    coHandlerIds: mapping.coHandlers === undefined ? undefined : helpers.flatMap((name) => find(name)?.id ?? []),
    limitKind: mapping.limit === undefined ? undefined : (limits.get(limit.toLowerCase()) ?? null),
  };
}

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
import type { Actor } from '../../actor.ts';
import type { District } from '../../books.queries.ts';
import { allDepartments, type Department } from '../../books.queries.ts';
import { type Book, districtBook, forgetBooks } from '../../books.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { codeShape, departmentKinds } from './change-department.ts';
import { addDepartment, type DepartmentValues, lockDepartments, replaceDepartment } from './departments.queries.ts';

export const departmentFields = [
  'code',
  'name',
  'nameEn',
  'shortName',
  'shortNameEn',
  'parent',
  'kind',
  'phone',
  'district',
] as const;
export type DepartmentField = (typeof departmentFields)[number];
export const neededDepartmentFields: readonly DepartmentField[] = ['code', 'name'];

// chinese: headings of other systems' tables are recognised
const headings: Record<DepartmentField, readonly string[]> = {
  code: ['编码', '单位编码', '部门编码', '机构编码', '代码', '编号', 'code', 'id'],
  name: ['名称', '单位名称', '部门名称', '机构名称', '单位', '部门', '单位全称', '全称', 'name', 'department'],
  nameEn: ['英文名称', '英文名', '英文全称', 'nameen', 'english', 'englishname'],
  shortName: ['简称', '单位简称', '部门简称', 'short', 'shortname'],
  shortNameEn: ['英文简称', 'shorten', 'shortnameen'],
  parent: ['上级', '上级单位', '上级编码', '上级单位编码', '主管单位', '隶属', 'parent', 'parentcode'],
  kind: ['类型', '类别', '单位类型', '性质', 'kind', 'type'],
  phone: ['电话', '联系电话', '办公电话', 'phone', 'tel', 'telephone'],
  district: ['区县', '所属区县', '所在区县', '辖区', 'district', 'area'],
};

const limits: [DepartmentField, number][] = [
  ['name', 80],
  ['nameEn', 120],
  ['shortName', 40],
  ['shortNameEn', 60],
  ['phone', 40],
];

type Row = Omit<DepartmentValues, 'parentId'> & { line: number; parent: string };
type Known = Department & { parentCode: string | null };
type Reading = {
  districts: Book<District>;
  kinds: ReadonlyMap<string, Department['kind']>;
  byName: Map<string, string>;
};

/**
 * Brings departments in from XLSX or CSV, known by their codes: run again it changes what differs and doubles nothing.
 * Columns that the table does not have leave what is stored alone. Nothing is taken out of use.
 * @throws AppError kernel.not_allowed, sheets.*
 */
export async function importDepartments(
  k: Kernel,
  actor: Actor,
  file: Uint8Array | string,
  options: TreeImportOptions<DepartmentField> = {},
): Promise<TreeReport<DepartmentField>> {
  if (actor.kind !== 'system' && !mayAdministerCity(actor)) fail('kernel.not_allowed');
  const reading: Reading = { districts: await districtBook(k), kinds: kindNames(k), byName: new Map() };
  const report = await importTree<DepartmentField, Row, Known>(
    k.db,
    file,
    {
      headings,
      needed: () => neededDepartmentFields,
      reasons: 'people.admin.departments.row',
      zone: k.config.TIME_ZONE,
      load: (tx) => load(tx, reading),
      read: (row, mapping, known) => [readRow(row, mapping, known, reading)],
      isSame: (row, known) =>
        JSON.stringify(comparable(row)) === JSON.stringify(comparable({ ...known, parent: known.parentCode ?? '' })),
      idOf: ({ id }) => id,
      write: async (tx, row, known, parentId) => {
        if (!known) return addDepartment(tx, { ...row, parentId });
        await replaceDepartment(tx, known.id, { ...row, parentId });
        return known.id;
      },
      record: (tx, { rows, imported, changed, unchanged, rejected }) =>
        audit(tx, k.clock.now(), {
          actorId: actor.accountId,
          actorName: actor.name,
          action: 'people.departments_imported',
          objectType: 'department',
          objectId: 'import',
          details: { rows, imported, changed, unchanged, rejected: rejected.length },
        }),
    },
    options,
  );
  if (!options.dryRun && report.imported + report.changed > 0) {
    await forgetBooks(k);
    k.cache.clear();
  }
  return report;
}

async function load(tx: Tx, reading: Reading): Promise<ReadonlyMap<string, Known>> {
  await lockDepartments(tx);
  const all = await allDepartments(tx);
  const codes = new Map(all.map(({ id, code }) => [id, code]));
  for (const { name, code } of all) reading.byName.set(name['zh-CN'], code);
  return new Map(
    all.map((entry) => [
      entry.code,
      { ...entry, parentCode: entry.parentId ? (codes.get(entry.parentId) ?? null) : null },
    ]),
  );
}

function kindNames(k: Kernel): Map<string, Department['kind']> {
  const names = new Map<string, Department['kind']>(departmentKinds.map((kind) => [kind, kind]));
  for (const locale of ['zh-CN', 'zh-TW', 'en'] as const)
    for (const kind of departmentKinds)
      names.set(k.i18n.t(locale)(`people.department_kind.${kind}`).toLowerCase(), kind);
  return names;
}

function comparable(row: Omit<DepartmentValues, 'parentId'> & { parent: string }) {
  const { name, shortName } = row;
  return [
    name['zh-CN'],
    name.en ?? '',
    shortName['zh-CN'],
    shortName.en ?? '',
    row.kind,
    row.phone,
    row.districtId,
    row.parent,
  ];
}

function readRow(
  raw: TableRow,
  mapping: ColumnMapping<DepartmentField>,
  stored: ReadonlyMap<string, Known>,
  reading: Reading,
): Row | RowRefusal {
  const refuse = (reason: string, params: Record<string, unknown> = {}): RowRefusal => ({
    line: raw.line,
    reason: `people.admin.departments.row.${reason}`,
    params,
  });
  const [problem] = raw.problems;
  if (problem) return refuse('unreadable', { column: problem.column ?? '' });
  const has = (field: DepartmentField) => mapping[field] !== undefined;
  const cell = (field: DepartmentField) => (has(field) ? cellText(raw.cells[mapping[field] ?? '']) : '');
  const code = cell('code');
  if (code === '') return refuse('code_missing');
  if (!codeShape.safeParse(code).success) return refuse('code_wrong', { value: code.slice(0, 60) });
  if (cell('name') === '') return refuse('name_missing');
  for (const [field, limit] of limits)
    if (cell(field).length > limit) return refuse('too_long', { column: mapping[field] ?? '', limit });
  const before = stored.get(code);
  const kind = cell('kind') === '' ? (before?.kind ?? 'bureau') : reading.kinds.get(cell('kind').toLowerCase());
  if (!kind) return refuse('kind_unknown', { value: cell('kind').slice(0, 60) });
  const district = cell('district') === '' ? undefined : findDistrict(reading.districts, cell('district'));
  if (cell('district') !== '' && !district) return refuse('district_unknown', { value: cell('district').slice(0, 60) });
  const name = { 'zh-CN': cell('name'), en: has('nameEn') ? cell('nameEn') : (before?.name.en ?? '') };
  const short = cell('shortName') || (has('shortName') ? '' : (before?.shortName['zh-CN'] ?? ''));
  const shortEn = cell('shortNameEn') || (has('shortNameEn') ? '' : (before?.shortName.en ?? ''));
  return {
    line: raw.line,
    code,
    name: named(name['zh-CN'], name.en),
    shortName: named(short || name['zh-CN'], shortEn || name.en),
    parent: has('parent') ? parentCode(cell('parent'), stored, reading) : (before?.parentCode ?? ''),
    kind,
    phone: has('phone') ? cell('phone') : (before?.phone ?? ''),
    districtId: has('district') ? (district?.id ?? null) : (before?.districtId ?? null),
  };
}

const named = (chinese: string, english: string) => ({ 'zh-CN': chinese, ...(english !== '' && { en: english }) });

/** A department above is named by its code, or by its name where it is stored already. */
function parentCode(given: string, stored: ReadonlyMap<string, Known>, { byName }: Reading): string {
  return given === '' || stored.has(given) ? given : (byName.get(given) ?? given);
}

function findDistrict(districts: Book<District>, given: string): District | undefined {
  return districts.byCode(given) ?? districts.all.find(({ name }) => name['zh-CN'] === given || name.en === given);
}

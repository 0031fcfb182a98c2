import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId, type Tx } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor } from '../../actor.ts';
import { allDepartments, type Department } from '../../books.queries.ts';
import { districtBook, forgetBooks } from '../../books.ts';
import { mayAdministerCity } from '../admin.policy.ts';
import { holdVersion } from '../admin-page.tsx';
import { lineOf, optionalLine } from '../names.ts';
import { mattersAt } from './department-use.ts';
import {
  addDepartment,
  childrenInUse,
  type DepartmentValues,
  lockDepartment,
  lockDepartments,
  replaceDepartment,
  setActive,
} from './departments.queries.ts';

export const departmentKinds = ['office', 'bureau', 'district', 'street', 'utility', 'hotline'] as const;

/** How departments, districts and categories are numbered; the code never changes its meaning, so it stays. */
export const codeShape = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u, 'people.admin.code_wrong');

const idOrNone = z
  .string()
  .default('')
  .transform((id) => (isId(id) ? id : null));

export const departmentShape = z
  .object({
    code: codeShape,
    name: lineOf(80, 'people.admin.name_missing'),
    name_en: optionalLine(120),
    short: optionalLine(40),
    short_en: optionalLine(60),
    parent: idOrNone,
    kind: z.enum(departmentKinds, 'people.admin.departments.kind_missing'),
    phone: z
      .string()
      .trim()
      .max(40, 'people.admin.departments.phone_wrong')
      .regex(/^[\d\s+()\-\p{L}.]*$/u, 'people.admin.departments.phone_wrong')
      .default(''),
    district: idOrNone,
    version: z.string().max(40).optional(),
  })
  .transform((given): DepartmentValues & { version?: string } => ({
    code: given.code,
    parentId: given.parent,
    name: { 'zh-CN': given.name, ...(given.name_en && { en: given.name_en }) },
    shortName: {
      'zh-CN': given.short || given.name,
      ...((given.short_en || given.name_en) && { en: given.short_en || given.name_en }),
    },
    kind: given.kind,
    phone: given.phone,
    districtId: given.district,
    ...(given.version !== undefined && { version: given.version }),
  }));
export type DepartmentInput = z.output<typeof departmentShape>;

/** What the form of a department was made from; see `versionOf`. */
export function departmentState(department: Department) {
  const { code, parentId, name, shortName, kind, phone, districtId } = department;
  return [
    code,
    parentId,
    name['zh-CN'],
    name.en ?? '',
    shortName['zh-CN'],
    shortName.en ?? '',
    kind,
    phone,
    districtId,
  ];
}

/** @throws AppError kernel.not_allowed, people.code_taken, kernel.invalid */
export async function createDepartment(k: Kernel, actor: Actor, input: DepartmentInput): Promise<string> {
  return edit(k, actor, async (tx, all) => {
    await check(k, all, null, input);
    const id = await addDepartment(tx, input);
    await record(k, tx, actor, 'people.department_created', id, { code: input.code });
    return id;
  });
}

/**
 * Changes what a department is called and where it stands.
 * @throws AppError kernel.not_allowed, kernel.not_found, kernel.changed_meanwhile, people.code_taken, kernel.invalid
 */
export async function changeDepartment(k: Kernel, actor: Actor, id: string, input: DepartmentInput): Promise<void> {
  await edit(k, actor, async (tx, all) => {
    const before = all.find((department) => department.id === id) ?? fail('kernel.not_found');
    holdVersion(departmentState(before), input.version);
    await check(k, all, id, input);
    await replaceDepartment(tx, id, input);
    const [old, now] = [departmentState(before), departmentState({ ...before, ...input })];
    const fields = ['code', 'parent', 'name', 'name_en', 'short', 'short_en', 'kind', 'phone', 'district'];
    await record(k, tx, actor, 'people.department_changed', id, {
      changed: fields.filter((_, index) => old[index] !== now[index]),
      ...(before.parentId !== input.parentId && { from: before.parentId, to: input.parentId }),
      ...(before.code !== input.code && { codeBefore: before.code, code: input.code }),
    });
  });
}

/**
 * Takes a department out of use, or back in. What it did stays; it cannot be chosen any more.
 * @throws AppError people.department_has_matters, people.department_has_children, people.merge_closed (one that went into
 * another stays closed), kernel.not_found
 */
export async function closeDepartment(k: Kernel, actor: Actor, id: string, close: boolean): Promise<void> {
  await edit(k, actor, async (tx, all) => {
    const department = all.find((entry) => entry.id === id) ?? fail('kernel.not_found');
    if (department.active !== close) return;
    if (department.mergedInto !== null) fail('people.merge_closed');
    await lockDepartment(tx, id);
    if (close) {
      const matters = await mattersAt(k, tx, id);
      if (matters > 0) fail('people.department_has_matters', { n: matters });
      const children = await childrenInUse(tx, id);
      if (children > 0) fail('people.department_has_children', { n: children });
    }
    await setActive(tx, id, !close);
    await record(k, tx, actor, close ? 'people.department_closed' : 'people.department_opened', id, {});
  });
}

async function edit<R>(k: Kernel, actor: Actor, work: (tx: Tx, all: Department[]) => Promise<R>): Promise<R> {
  if (!mayAdministerCity(actor)) fail('kernel.not_allowed');
  try {
    const result = await inTransaction(k.db, async (tx) => {
      await lockDepartments(tx);
      return work(tx, await allDepartments(tx));
    });
    await forgetBooks(k);
    k.cache.clear();
    return result;
  } catch (error) {
    if (isDuplicate(error)) failFields({ code: { key: 'people.admin.code_taken' } });
    throw error;
  }
}

/** The place that was chosen must be there, and not below the department itself. */
async function check(k: Kernel, all: readonly Department[], id: string | null, input: DepartmentInput): Promise<void> {
  const byId = new Map(all.map((department) => [department.id, department]));
  if (input.parentId !== null && !byId.has(input.parentId))
    failFields({ parent: { key: 'people.admin.departments.parent_unknown' } });
  for (let above = input.parentId, steps = 0; above !== null && steps <= all.length; steps++) {
    if (above === id) failFields({ parent: { key: 'people.admin.departments.parent_below' } });
    above = byId.get(above)?.parentId ?? null;
  }
  if (input.districtId !== null && !(await districtBook(k)).get(input.districtId))
    failFields({ district: { key: 'people.admin.departments.district_unknown' } });
}

function record(k: Kernel, tx: Tx, actor: Actor, action: string, id: string, details: object): Promise<void> {
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action,
    objectType: 'department',
    objectId: id,
    departmentId: id,
    details: { ...details },
  });
}

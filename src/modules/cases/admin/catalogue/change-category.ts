import { z } from 'zod';
import { audit } from '../../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, isId, type Tx } from '../../../../kernel/db/index.ts';
import { fail, failFields } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { type Actor, departmentBook, forgetBooks, holdVersion, lineOf, optionalLine } from '../../../people/index.ts';
import { mayAdministerCases } from '../../cases.policy.ts';
import { limitKinds } from '../../cases.rules.ts';
import { allCategories } from '../../category-book.queries.ts';
import type { Category } from '../../category-book.ts';
import { addCategory, type CategoryValues, closeBelow, lockCatalogue, replaceCategory } from './catalogue.queries.ts';

export const coHandlerFields = ['co_1', 'co_2', 'co_3', 'co_4'] as const;

const idOrNone = z
  .string()
  .default('')
  .transform((id) => (isId(id) ? id : null));

export const codeShape = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u, 'people.admin.code_wrong');

export const categoryShape = z
  .object({
    code: codeShape,
    name: lineOf(60, 'people.admin.name_missing'),
    name_en: optionalLine(100),
    parent: idOrNone,
    department: idOrNone,
    co_1: idOrNone,
    co_2: idOrNone,
    co_3: idOrNone,
    co_4: idOrNone,
    limit: z
      .union([z.literal(''), z.enum(limitKinds)])
      .default('')
      .transform((kind) => kind || null),
    active: z
      .string()
      .optional()
      .transform((sent) => sent === 'yes'),
    version: z.string().max(40).optional(),
  })
  .transform((typed): CategoryValues & { version?: string } => ({
    code: typed.code,
    parentId: typed.parent,
    name: { 'zh-CN': typed.name, ...(typed.name_en && { en: typed.name_en }) },
    departmentId: typed.department,
    coHandlerIds: [...new Set(coHandlerFields.flatMap((field) => typed[field] ?? []))].filter(
      (id) => id !== typed.department,
    ),
    limitKind: typed.limit,
    active: typed.active,
    ...(typed.version !== undefined && { version: typed.version }),
  }));
export type CategoryInput = z.output<typeof categoryShape>;

/** What the form of a category was made from; see `versionOf`. */
export function categoryState(category: Omit<CategoryValues, 'version'>) {
  const { code, parentId, name, departmentId, coHandlerIds, limitKind, active } = category;
  return [code, parentId, name['zh-CN'], name.en ?? '', departmentId, coHandlerIds, limitKind, active];
}

/**
 * Adds a category to the catalogue, or changes one. What is closed can no longer be chosen; letters keep it.
 * @param id null: a new one
 * @throws AppError kernel.not_allowed, kernel.not_found, kernel.changed_meanwhile, kernel.invalid
 */
export async function saveCategory(k: Kernel, actor: Actor, id: string | null, input: CategoryInput): Promise<string> {
  if (!mayAdministerCases(actor)) fail('kernel.not_allowed');
  const departments = await departmentBook(k);
  for (const [field, department] of [
    ['department', input.departmentId] as const,
    ...input.coHandlerIds.map((co, n) => [coHandlerFields[n] ?? 'co_1', co] as const),
  ])
    if (department !== null && !departments.get(department))
      failFields({ [field]: { key: 'cases.admin.catalogue.department_unknown' } });
  try {
    const saved = await inTransaction(k.db, async (tx) => {
      await lockCatalogue(tx);
      const all = await allCategories(tx);
      const before = id === null ? undefined : (all.find((category) => category.id === id) ?? fail('kernel.not_found'));
      if (before) holdVersion(categoryState(before), input.version);
      checkParent(all, before, input.parentId);
      const categoryId = before?.id ?? (await addCategory(tx, input));
      if (before) await replaceCategory(tx, categoryId, input);
      const closed = before?.active && !input.active ? await closeBelow(tx, categoryId) : 0;
      await record(k, tx, actor, categoryId, before, input, closed);
      return categoryId;
    });
    await forgetBooks(k);
    k.cache.clear();
    return saved;
  } catch (error) {
    if (isDuplicate(error)) failFields({ code: { key: 'people.admin.code_taken' } });
    throw error;
  }
}

/** A category hangs on one of the level above it; one that is there stays on its level, so that no circle can come. */
function checkParent(all: readonly Category[], before: Category | undefined, parentId: string | null): void {
  const parent = all.find(({ id }) => id === parentId);
  if (parentId !== null && !parent) failFields({ parent: { key: 'cases.admin.catalogue.parent_unknown' } });
  const level = (parent?.level ?? 0) + 1;
  if (level > 3) failFields({ parent: { key: 'cases.admin.catalogue.too_deep' } });
  if (before && before.level !== level) failFields({ parent: { key: 'cases.admin.catalogue.other_level' } });
}

function record(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  id: string,
  before: Category | undefined,
  input: CategoryInput,
  closed: number,
): Promise<void> {
  const fields = ['code', 'parent', 'name', 'name_en', 'department', 'co_handlers', 'limit', 'active'];
  const [old, now] = [before ? categoryState(before) : [], categoryState(input)];
  return audit(tx, k.clock.now(), {
    actorId: actor.accountId,
    actorName: actor.name,
    action: before ? 'cases.category_changed' : 'cases.category_created',
    objectType: 'category',
    objectId: id,
    details: {
      code: input.code,
      changed: fields.filter((_, index) => JSON.stringify(old[index]) !== JSON.stringify(now[index])),
      ...(before &&
        before.departmentId !== input.departmentId && { from: before.departmentId, to: input.departmentId }),
      ...(closed > 0 && { closedBelow: closed }),
    },
  });
}

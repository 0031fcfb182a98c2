import { type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Department, departmentBook } from '../../people/index.ts';
import type { CaseRow } from '../case.queries.ts';
import { type Kind, kinds, type LimitKind, limitKindFor, limitKinds } from '../cases.rules.ts';
import { type Category, categoryBook } from '../category-book.ts';
import { categoryTyped, departmentTyped, splitNames, type Typed } from './names-typed.ts';

/** The fields of a form as they came. */
export type Fields = Record<string, string | string[]>;

export function one(fields: Fields, name: string): string {
  const value = fields[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

export function many(fields: Fields, name: string): string[] {
  const value = fields[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

export type Decided = {
  kind: Kind;
  categoryId: string | null;
  urgent: boolean;
  limitKind: LimitKind;
  leadDepartmentId: string;
  coHandlerIds: string[];
  opinion: string;
  mergeIds: string[];
  suggested: { departmentId: string; confidence: number } | null;
};

/**
 * A decision as typed: departments and category by name, code or pinyin.
 * @param needsLead accepting alone needs none
 * @throws AppError beside the fields
 */
export async function decisionTyped(
  k: Kernel,
  row: CaseRow,
  fields: Fields,
  locale: Locale,
  needsLead: boolean,
): Promise<Decided> {
  const [departments, categories] = await Promise.all([departmentBook(k), categoryBook(k)]);
  const errors: FieldErrors = {};
  const nameOf = (entry: Department | Category) =>
    'shortName' in entry ? departments.name(entry.id, locale) : categories.name(entry.id, locale);
  const read = <Entry extends Department | Category>(field: string, typed: Typed<Entry>, unknown: string) => {
    if ('found' in typed) return typed.found;
    errors[field] =
      'several' in typed
        ? {
            key: 'cases.dispatch.field.several',
            params: {
              names: typed.several
                .slice(0, 6)
                .map(nameOf)
                .join(locale === 'en' ? ', ' : '\u3001'),
            },
          }
        : { key: unknown };
    return null;
  };
  const categoryText = one(fields, 'category');
  const category =
    categoryText === ''
      ? null
      : read('category', categoryTyped(categories, categoryText), 'cases.field.category_unknown');
  const lead = leadOf(fields, (text) =>
    read('leadName', departmentTyped(departments, text), 'cases.field.department_unknown'),
  );
  if (lead === undefined && needsLead) errors.leadName = { key: 'cases.field.department_needed' };
  const more = splitNames(one(fields, 'coNames')).flatMap(
    (text) => read('coNames', departmentTyped(departments, text), 'cases.field.department_unknown')?.id ?? [],
  );
  const kind = kinds.find((each) => each === one(fields, 'kind')) ?? row.kind;
  // Once accepted, urgency and limit stand unless another limit is chosen.
  const urgent = row.accepted_at === null ? one(fields, 'urgent') === 'yes' : row.urgent;
  if (Object.keys(errors).length > 0) failFields(errors);
  return {
    kind,
    categoryId: category?.id ?? null,
    urgent,
    limitKind:
      limitKinds.find((each) => each === one(fields, 'limitKind')) ??
      (row.accepted_at === null
        ? limitKindFor({ urgent, kind, categoryLimit: category?.limitKind ?? null })
        : row.limit_kind),
    leadDepartmentId: lead?.id ?? '',
    coHandlerIds: [...new Set([...many(fields, 'co').filter((id) => departments.get(id)), ...more])],
    opinion: one(fields, 'opinion'),
    mergeIds: many(fields, 'same'),
    suggested: suggestedIn(fields, (id) => departments.get(id) !== undefined),
  };
}

/** What is typed counts over the choice above it. undefined: nothing chosen; null: not understood. */
function leadOf(fields: Fields, read: (text: string) => Department | null): Department | null | undefined {
  const typed = one(fields, 'leadName').trim();
  const chosen = one(fields, 'lead');
  if (typed !== '' && (chosen === 'other' || chosen === '')) return read(typed);
  if (chosen === '' || chosen === 'other') return undefined;
  return read(chosen);
}

function suggestedIn(
  fields: Fields,
  exists: (id: string) => boolean,
): { departmentId: string; confidence: number } | null {
  const [departmentId = '', share = ''] = one(fields, 'suggested').split(' ');
  const confidence = Number(share);
  return exists(departmentId) && confidence >= 0 && confidence <= 1 ? { departmentId, confidence } : null;
}

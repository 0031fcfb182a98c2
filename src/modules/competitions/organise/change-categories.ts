import { newId } from '../../../kernel/db/index.ts';
import { type FieldErrors, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import type { Category } from '../competition.queries.ts';
import { type ChangeNote, changeCompetition } from './change-competition.ts';
import type { Change } from './changes.rules.ts';

/** One row of the form: without an id a new one; with an empty name it goes. */
export type CategoryRow = { id?: string; name: string; description?: string; order?: string };

export const mostCategories = 40;

function readRows(rows: readonly CategoryRow[], before: readonly Category[], wrong: FieldErrors): Category[] {
  const read = rows.slice(0, mostCategories).map((row, at) => {
    const name = typedLine(row.name);
    const description = visibleText(row.description ?? '');
    if (name.length > 40)
      wrong[`category.${at}.name`] = { key: 'competitions.organise.field_error.too_long', params: { maximum: 40 } };
    if (description.length > 500)
      wrong[`category.${at}.description`] = {
        key: 'competitions.organise.field_error.too_long',
        params: { maximum: 500 },
      };
    const order = Number(row.order?.normalize('NFKC').trim() || at + 1);
    const id = before.find((category) => category.id === row.id)?.id ?? newId();
    return { id, name, description, at, order: Number.isFinite(order) ? order : at + 1 };
  });
  const kept = read.filter(({ name }) => name !== '');
  for (const [at, { name }] of kept.entries())
    if (kept.findIndex((each) => each.name === name) !== at)
      wrong[`category.${kept[at]?.at ?? 0}.name`] = { key: 'competitions.organise.field_error.name_twice' };
  return kept
    .sort((a, b) => a.order - b.order || a.at - b.at)
    .filter(({ id }, at, all) => all.findIndex((each) => each.id === id) === at)
    .map(({ id, name, description }, position) => ({ id, position, name, description }));
}

/** The categories, all at once: named anew, described, put in order, added and taken out. */
export async function changeCategories(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  rows: readonly CategoryRow[],
  note: ChangeNote = {},
): Promise<Change[]> {
  return changeCompetition(
    k,
    actor,
    competitionId,
    note,
    'change_categories',
    (before) => {
      const wrong: FieldErrors = {};
      const categories = readRows(rows, before.categories, wrong);
      if (Object.keys(wrong).length > 0) failFields(wrong);
      return { ...before, categories };
    },
    () => '',
  );
}

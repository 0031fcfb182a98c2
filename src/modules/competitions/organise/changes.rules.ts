import type { Category, Competition } from '../competition.queries.ts';
import type { Criterion, Stage, StageKind } from '../competitions.rules.ts';
import { type StageField, stageFields } from './stage-fields.ts';

/** A value as it is published with a change: text, a moment, or words by their message keys; null: nothing. */
export type ChangeValue = null | { text: string } | { at: string } | { keys: readonly string[] };

/** One thing that was changed. `field` is said by `competitions.organise.field.<field>`. */
export type Change = {
  field: string;
  /** the stage that it is a setting of */
  stage?: { id: string; kind: StageKind; title: string };
  before: ChangeValue;
  after: ChangeValue;
};

/** What an organiser can change of a competition. */
export type Changeable = Pick<Competition, (typeof detailFields)[number] | 'stages' | 'categories'>;

/** Fields of the competition itself, in the order of their form. */
export const detailFields = [
  'title',
  'slug',
  'summary',
  'mode',
  'approvalNumber',
  'coOrganisers',
  'complaintPhone',
  'complaintEmail',
  'eligibility',
  'rules',
] as const;

const text = (value: string): ChangeValue => (value === '' ? null : { text: value });

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A detail as it is published. */
function detailValue(field: (typeof detailFields)[number], value: string): ChangeValue {
  return field === 'mode' ? { keys: [`competitions.mode.${value}`] } : text(value);
}

/** A setting as it is published. */
export function settingValue(field: StageField, value: unknown): ChangeValue {
  switch (field.as) {
    case 'number':
      return value === null ? null : { text: String(value) };
    case 'yes':
      // keys: competitions.organise.is.*
      return { keys: [`competitions.organise.is.${value ? 'yes' : 'no'}`] };
    case 'one':
      return { keys: [`competitions.organise.option.${field.name}.${value}`] };
    case 'many':
      return { keys: (value as string[]).map((each) => `${field.words}.${each}`) };
    case 'words':
      return text((value as string[]).join(' · '));
    case 'criteria':
      return text(
        (value as Criterion[])
          .map(({ name, weight, description }) => `${name} ${weight}%${description && ` — ${description}`}`)
          .join('\n'),
      );
    case 'levels':
      return text((value as { name: string; places: number }[]).map((one) => `${one.name} × ${one.places}`).join('\n'));
    default:
      return text(String(value));
  }
}

function stageChanges(before: Stage, after: Stage): Change[] {
  const stage = { id: before.id, kind: before.kind, title: before.title };
  const changes: Change[] = [];
  const note = (field: string, from: ChangeValue, to: ChangeValue) => {
    if (!same(from, to)) changes.push({ field, stage, before: from, after: to });
  };
  note('stage_title', text(before.title), text(after.title));
  note('starts', { at: before.startsAt.toISOString() }, { at: after.startsAt.toISOString() });
  note('ends', { at: before.endsAt.toISOString() }, { at: after.endsAt.toISOString() });
  const [old, now] = [before.settings, after.settings] as Record<string, unknown>[];
  if (old && now && 'weight' in old && 'weight' in now)
    note('weight', { text: `${old.weight}%` }, { text: `${now.weight}%` });
  for (const field of stageFields[before.kind])
    note(field.name, settingValue(field, old?.[field.name]), settingValue(field, now?.[field.name]));
  return changes;
}

const categoryText = ({ name, description }: Category) => text(description ? `${name} — ${description}` : name);

function categoryChanges(before: readonly Category[], after: readonly Category[]): Change[] {
  const changes: Change[] = [];
  for (const category of before) {
    const now = after.find(({ id }) => id === category.id);
    const [from, to] = [categoryText(category), now ? categoryText(now) : null];
    if (!same(from, to)) changes.push({ field: 'category', before: from, after: to });
  }
  for (const category of after)
    if (!before.some(({ id }) => id === category.id))
      changes.push({ field: 'category', before: null, after: categoryText(category) });
  const stay = (list: readonly Category[], other: readonly Category[]) =>
    list.filter(({ id }) => other.some((each) => each.id === id)).map(({ id }) => id);
  if (!same(stay(before, after), stay(after, before))) {
    const names = (list: readonly Category[]) => text(list.map(({ name }) => name).join(' · '));
    changes.push({ field: 'category_order', before: names(before), after: names(after) });
  }
  return changes;
}

/** Everything in which two states of a competition differ; stages that were added, taken out or moved are one change. */
export function changesOf(before: Changeable, after: Changeable): Change[] {
  const changes: Change[] = [];
  for (const field of detailFields) {
    const [from, to] = [detailValue(field, before[field]), detailValue(field, after[field])];
    if (!same(from, to)) changes.push({ field, before: from, after: to });
  }
  for (const stage of before.stages) {
    const now = after.stages.find(({ id }) => id === stage.id);
    if (now) changes.push(...stageChanges(stage, now));
  }
  const row = (stages: readonly Stage[]) => stages.map(({ id }) => id);
  if (!same(row(before.stages), row(after.stages))) {
    const words = (stages: readonly Stage[]): ChangeValue => ({
      keys: stages.map(({ kind }) => `competitions.stage.${kind}`),
    });
    changes.push({ field: 'stages', before: words(before.stages), after: words(after.stages) });
  }
  return [...changes, ...categoryChanges(before.categories, after.categories)];
}

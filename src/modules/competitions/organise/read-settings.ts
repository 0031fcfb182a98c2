import { randomBytes } from 'node:crypto';
import type { FieldErrors } from '../../../kernel/errors/index.ts';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';
import type { Criterion, Stage } from '../competitions.rules.ts';
import { type StageField, stageFields } from './stage-fields.ts';

export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Rows that a form has for criteria and award levels. */
export const rowsOf = { criteria: 12, levels: 10 } as const;

const one = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};
const many = (typed: Typed, name: string): string[] => [typed[name] ?? []].flat();

function integer(text: string, least: number, most: number): number | undefined {
  const value = Number(text.normalize('NFKC').trim());
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

// keys: competitions.organise.field_error.*
const error = (name: string, params?: Record<string, unknown>) => ({
  key: `competitions.organise.field_error.${name}`,
  ...(params && { params }),
});

/**
 * The settings of a stage as typed in its form, for `stageSettings[kind].parse`; what is wrong goes into `wrong`, beside the
 * field it is about. What the form does not have stays as it is.
 */
export function readSettings(stage: Stage, typed: Typed, wrong: FieldErrors): Record<string, unknown> {
  const before = stage.settings as Record<string, unknown>;
  const settings: Record<string, unknown> = { ...before };
  for (const field of stageFields[stage.kind]) settings[field.name] = readField(field, typed, before, wrong);
  return settings;
}

function readField(field: StageField, typed: Typed, before: Record<string, unknown>, wrong: FieldErrors): unknown {
  const { name } = field;
  switch (field.as) {
    case 'number': {
      const text = one(typed, name).trim();
      if (text === '' && field.empty) return null;
      const value = integer(text, field.least, field.most);
      if (value === undefined) wrong[name] = error('number', { least: field.least, most: field.most });
      return value;
    }
    case 'yes':
      return one(typed, name) === 'yes';
    case 'one': {
      const value = field.of.find((each) => each === one(typed, name));
      if (value === undefined) wrong[name] = error('choose');
      return value;
    }
    case 'many': {
      const values = field.of.filter((each) => many(typed, name).includes(each));
      if (values.length === 0 && name === 'ways') wrong[name] = error('choose');
      return values;
    }
    case 'line':
    case 'text': {
      const text = (field.as === 'line' ? typedLine : visibleText)(one(typed, name));
      if (text.length > field.most) wrong[name] = error('too_long', { maximum: field.most });
      return text;
    }
    case 'words':
      return readWords(field, one(typed, name), wrong);
    case 'criteria':
      return readCriteria(typed, before.criteria as Criterion[], wrong);
    case 'levels':
      return readLevels(typed, wrong);
  }
}

function readWords(field: StageField & { as: 'words' }, text: string, wrong: FieldErrors): string[] {
  const words = [
    ...new Set(
      typedLine(text)
        .split(/[、,，;；·]+|\s+·\s+/)
        .map((word) => word.trim()),
    ),
  ].filter(Boolean);
  if (words.length > field.most || words.some((word) => word.length > field.longest))
    wrong[field.name] = error('words', { most: field.most, longest: field.longest });
  return words;
}

function readCriteria(typed: Typed, before: readonly Criterion[], wrong: FieldErrors): Criterion[] {
  const criteria: Criterion[] = [];
  for (let row = 0; row < rowsOf.criteria; row++) {
    const name = typedLine(one(typed, `criteria.${row}.name`));
    if (name === '') continue;
    const weight = integer(one(typed, `criteria.${row}.weight`), 1, 100);
    const description = typedLine(one(typed, `criteria.${row}.description`));
    if (name.length > 30) wrong[`criteria.${row}.name`] = error('too_long', { maximum: 30 });
    if (description.length > 300) wrong[`criteria.${row}.description`] = error('too_long', { maximum: 300 });
    if (weight === undefined) wrong[`criteria.${row}.weight`] = error('number', { least: 1, most: 100 });
    // Sheets hold points by id: a criterion keeps its own through every change of its words.
    const id =
      before.find((each) => each.id === one(typed, `criteria.${row}.id`))?.id ?? randomBytes(4).toString('hex');
    criteria.push({ id, name, description, weight: weight ?? 1 });
  }
  const sum = criteria.reduce((all, { weight }) => all + weight, 0);
  if (criteria.length === 0) wrong['criteria.0.name'] = error('criteria');
  else if (sum !== 100 && Object.keys(wrong).length === 0) wrong['criteria.0.weight'] = error('criteria_sum', { sum });
  if (new Set(criteria.map(({ id }) => id)).size !== criteria.length) wrong['criteria.0.name'] = error('criteria');
  return criteria;
}

function readLevels(typed: Typed, wrong: FieldErrors): { name: string; places: number }[] {
  const levels: { name: string; places: number }[] = [];
  for (let row = 0; row < rowsOf.levels; row++) {
    const name = typedLine(one(typed, `levels.${row}.name`));
    if (name === '') continue;
    const places = integer(one(typed, `levels.${row}.places`), 1, 1000);
    if (name.length > 20) wrong[`levels.${row}.name`] = error('too_long', { maximum: 20 });
    if (places === undefined) wrong[`levels.${row}.places`] = error('number', { least: 1, most: 1000 });
    levels.push({ name, places: places ?? 1 });
  }
  return levels;
}

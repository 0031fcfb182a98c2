import type { Choice, Question } from '../questionnaire.rules.ts';
import { questionSchema } from '../questionnaire.schema.ts';
import { type FileReading, isYes, parametersOf, sayAt, wordsOf } from './file-reading.ts';
import type { Leaf } from './read-tree.ts';
import type { Line } from './sheet-table.ts';

/** What a line says of its question whatever the type. */
export function sharedOf(reading: FileReading, row: Line): Record<string, unknown> {
  const words = (key: string) => wordsOf(reading, row.words(key));
  const required = isYes(row.text('required'));
  if (required === null) sayAt(reading, 'notice', 'required_expression', row, 'required');
  return {
    label: words('label'),
    hint: words('hint'),
    relevant: reading.renamed.expression(row.text('relevant')),
    required: required ?? false,
    requiredMessage: words('required_message'),
    constraint: /(^|\s)constraint=made\b/.test(row.text('tongxin'))
      ? ''
      : reading.renamed.expression(row.text('constraint')),
    constraintMessage: words('constraint_message'),
  };
}

/** The choices of a list; says so where it is not there. */
export function choicesOfList(reading: FileReading, row: Line, list: string, orOther: boolean): Choice[] {
  const entries = reading.lists.get(list);
  if (!entries) {
    sayAt(reading, 'error', 'no_list', row, 'type', { list: list.slice(0, 60) });
    return [];
  }
  const choices: Choice[] = entries.map(({ name, label, exclusive, other }) => ({
    name,
    label: wordsOf(reading, label),
    exclusive,
    other,
  }));
  if (!orOther || choices.some(({ name }) => name === 'other')) return choices;
  const label = Object.fromEntries(reading.languages.map((locale) => [locale, reading.otherLabel(locale)]));
  return [...choices, { name: 'other', label, exclusive: false, other: true }];
}

const numberIn = (settings: ReadonlyMap<string, string>, key: string): number | undefined => {
  const value = settings.get(key);
  return value !== undefined && Number.isFinite(Number(value)) ? Number(value) : undefined;
};
const orNull = (value: number | undefined): number | null => value ?? null;

/** One question of the sheet `survey`; null where it cannot be made, which has been said. */
export function questionOfRow(reading: FileReading, { type, row }: Leaf, name: string): Question | null {
  const special = specialOf(reading, type, row);
  if (type.notice) sayAt(reading, 'notice', type.notice, row, 'type', { found: row.text('type').slice(0, 60) });
  if (row.text('choice_filter') !== '') sayAt(reading, 'notice', 'choice_filter', row, 'choice_filter');
  if (row.text('default') !== '') sayAt(reading, 'notice', 'default', row, 'default');
  if (type.list) reading.listOf.set(name, type.list);
  const parsed = questionSchema.safeParse({ ...sharedOf(reading, row), ...special, name, type: type.type });
  if (parsed.success) return parsed.data as Question;
  for (const { path, message } of parsed.error.issues) {
    const column = columnOf(String(path[0]));
    reading.problems.error({
      key: /^surveys\.wrong\./.test(message) ? message : 'surveys.xlsform.value',
      sheet: reading.sheet,
      line: row.line,
      column: row.column(column),
    });
  }
  return null;
}

/** The column in which a property of a question stands. */
export function columnOf(field: string): string {
  const columns: Record<string, string> = {
    requiredMessage: 'required_message',
    constraintMessage: 'constraint_message',
    choices: 'type',
    rows: 'type',
    min: 'parameters',
    max: 'parameters',
    step: 'parameters',
    lowLabel: 'tongxin_low',
    highLabel: 'tongxin_high',
    unit: 'tongxin_unit',
    title: 'label',
    intro: 'hint',
  };
  return columns[field] ?? field;
}

function specialOf(reading: FileReading, type: Leaf['type'], row: Line): Record<string, unknown> {
  const settings = parametersOf(row.text('tongxin'));
  const parameters = parametersOf(row.text('parameters'));
  const appearance = row.text('appearance').toLowerCase();
  const words = (key: string) => wordsOf(reading, row.words(key));
  const listed = () => ({
    choices: choicesOfList(reading, row, type.list ?? '', type.orOther ?? false),
    randomOrder: isYes(parameters.get('randomize') ?? '') === true,
  });
  switch (type.type) {
    case 'one':
      return { ...listed(), shown: /\b(minimal|autocomplete|search)\b/.test(appearance) ? 'menu' : 'list' };
    case 'several':
      return {
        ...listed(),
        leastChoices: orNull(numberIn(settings, 'least')),
        mostChoices: orNull(numberIn(settings, 'most')),
      };
    case 'ranking':
      return { ...listed(), mostChoices: orNull(numberIn(settings, 'most')) };
    case 'scale':
      return {
        min: numberIn(parameters, 'start') ?? 1,
        max: numberIn(parameters, 'end') ?? 10,
        step: numberIn(parameters, 'step') ?? 1,
        lowLabel: words('tongxin_low'),
        highLabel: words('tongxin_high'),
      };
    case 'number':
      return {
        whole: type.whole ?? false,
        min: orNull(numberIn(settings, 'min')),
        max: orNull(numberIn(settings, 'max')),
        unit: words('tongxin_unit'),
      };
    case 'date':
      return { earliest: settings.get('earliest') ?? '', latest: settings.get('latest') ?? '' };
    case 'text':
      return {
        longest: numberIn(settings, 'longest') ?? (/\bmultiline\b/.test(appearance) ? 2000 : 500),
        multiline: /\bmultiline\b/.test(appearance),
      };
    case 'file':
      return { accept: type.accept ?? 'any', most: numberIn(settings, 'most') ?? 1 };
    case 'calculate':
      return { calculation: reading.renamed.expression(row.text('calculation')), label: {}, hint: {} };
    default:
      return {};
  }
}

import { xlsxSheets } from '../../../kernel/export/index.ts';
import {
  type Choice,
  choicesOf,
  type Definition,
  isAnswered,
  type Question,
  type Section,
  type Words,
} from '../questionnaire.rules.ts';
import { headingOf } from './locales.ts';

type Cells = Record<string, string | number>;

const plainBefore = ['type', 'name'] as const;
const translated = [
  'label',
  'hint',
  'required_message',
  'constraint_message',
  'tongxin_low',
  'tongxin_high',
  'tongxin_unit',
] as const;
const plainAfter = [
  'required',
  'relevant',
  'constraint',
  'calculation',
  'appearance',
  'parameters',
  'tongxin',
] as const;

/**
 * A questionnaire as an XLSForm that other tools read. What they have no column for stands in columns that begin with
 * `tongxin`, which they leave alone.
 */
export function writeXlsform(
  definition: Definition,
  { title, id, version, zone }: { title: string; id: string; version: number; zone: string },
): Buffer {
  const lists = new Lists(definition.languages);
  const survey = definition.sections.flatMap((section) => rowsOfSection(definition.languages, section, lists));
  const { languages } = definition;
  const surveyColumns = [
    ...plainBefore,
    ...translated.flatMap((key) => languages.map((locale) => inLanguage(key, locale))),
    ...plainAfter,
  ];
  const choiceColumns = ['list_name', 'name', ...languages.map((locale) => inLanguage('label', locale)), 'tongxin'];
  const sheet = (name: string, columns: readonly string[], rows: readonly Cells[]) => ({
    name,
    widths: columns.map((column) => (/^(label|hint)/.test(column) ? 36 : 18)),
    rows: [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))],
  });
  return xlsxSheets(
    [
      sheet('survey', surveyColumns, survey),
      sheet('choices', choiceColumns, lists.rows),
      sheet(
        'settings',
        ['form_title', 'form_id', 'version', 'default_language'],
        [
          {
            form_title: title,
            form_id: id.replace(/-/g, '_'),
            version: String(version),
            default_language: headingOf(languages[0] ?? 'zh-CN'),
          },
        ],
      ),
    ],
    zone,
  );
}

const inLanguage = (key: string, locale: string): string => `${key}::${headingOf(locale)}`;

function words(key: string, given: Words, languages: readonly string[]): Cells {
  return Object.fromEntries(
    languages.flatMap((locale) => (given[locale] ? [[inLanguage(key, locale), given[locale]]] : [])),
  );
}

/** Lists of choices; questions with the same choices share one. */
class Lists {
  readonly rows: Cells[] = [];
  readonly #names = new Map<string, string>();
  readonly #languages: readonly string[];

  constructor(languages: readonly string[]) {
    this.#languages = languages;
  }

  nameOf(question: string, choices: readonly Choice[]): string {
    const key = JSON.stringify(choices);
    const before = this.#names.get(key);
    if (before) return before;
    const name = `${question}_list`;
    this.#names.set(key, name);
    for (const choice of choices)
      this.rows.push({
        list_name: name,
        name: choice.name,
        ...words('label', choice.label, this.#languages),
        tongxin: [choice.other && 'other', choice.exclusive && 'exclusive'].filter(Boolean).join(' '),
      });
    return name;
  }
}

function rowsOfSection(languages: readonly string[], section: Section, lists: Lists): Cells[] {
  return [
    {
      type: 'begin_group',
      name: section.id,
      ...words('label', section.title, languages),
      ...words('hint', section.intro, languages),
      relevant: section.relevant,
      appearance: 'field-list',
      tongxin: section.randomOrder ? 'random=yes' : '',
    },
    ...section.questions.flatMap((question) => rowsOfQuestion(languages, question, lists)),
    { type: 'end_group' },
  ];
}

function rowsOfQuestion(languages: readonly string[], question: Question, lists: Lists): Cells[] {
  const row: Cells = {
    ...specialOf(languages, question, lists),
    name: question.name,
    ...words('label', question.label, languages),
    ...words('hint', question.hint, languages),
    relevant: question.relevant,
  };
  if (isAnswered(question)) {
    row.required = question.required ? 'yes' : '';
    Object.assign(row, words('required_message', question.requiredMessage, languages));
    Object.assign(row, words('constraint_message', question.constraintMessage, languages));
    const made = question.constraint === '' ? madeConstraint(question) : '';
    row.constraint = question.constraint || made;
    if (made !== '') row.tongxin = `${row.tongxin ?? ''} constraint=made`.trim();
  }
  if (question.type !== 'matrix') return [row];
  const list = lists.nameOf(question.name, question.choices);
  return [
    row,
    ...question.rows.map(({ name, label }) => ({
      type: `select_one ${list}`,
      name,
      ...words('label', label, languages),
      required: question.required ? 'yes' : '',
    })),
    { type: 'end_group' },
  ];
}

/** What the house checks by itself, as a rule for tools that do not. */
function madeConstraint(question: Question): string {
  const both = (least: string, most: string): string => [least, most].filter(Boolean).join(' and ');
  switch (question.type) {
    case 'number':
      return both(
        question.min === null ? '' : `. >= ${question.min}`,
        question.max === null ? '' : `. <= ${question.max}`,
      );
    case 'date':
      return both(
        question.earliest && `. >= date('${question.earliest}')`,
        question.latest && `. <= date('${question.latest}')`,
      );
    case 'several':
      return both(
        question.leastChoices === null ? '' : `count-selected(.) >= ${question.leastChoices}`,
        question.mostChoices === null ? '' : `count-selected(.) <= ${question.mostChoices}`,
      );
    case 'text':
      return `string-length(.) <= ${question.longest}`;
    default:
      return '';
  }
}

const settings = (given: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(given)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

function specialOf(languages: readonly string[], question: Question, lists: Lists): Cells {
  const list = (): string => lists.nameOf(question.name, choicesOf(question));
  const parameters = 'randomOrder' in question && question.randomOrder ? 'randomize=true' : '';
  switch (question.type) {
    case 'one':
      return { type: `select_one ${list()}`, parameters, appearance: question.shown === 'menu' ? 'minimal' : '' };
    case 'several':
      return {
        type: `select_multiple ${list()}`,
        parameters,
        tongxin: settings({ least: question.leastChoices, most: question.mostChoices }),
      };
    case 'ranking':
      return { type: `rank ${list()}`, parameters, tongxin: settings({ most: question.mostChoices }) };
    case 'scale':
      return {
        type: 'range',
        parameters: settings({ start: question.min, end: question.max, step: question.step }),
        ...words('tongxin_low', question.lowLabel, languages),
        ...words('tongxin_high', question.highLabel, languages),
      };
    case 'matrix':
      return {
        type: 'begin_group',
        appearance: 'table-list',
        tongxin: question.randomOrder ? 'random=yes' : '',
      };
    case 'number':
      return {
        type: question.whole ? 'integer' : 'decimal',
        tongxin: settings({ min: question.min, max: question.max }),
        ...words('tongxin_unit', question.unit, languages),
      };
    case 'date':
      return { type: 'date', tongxin: settings({ earliest: question.earliest, latest: question.latest }) };
    case 'text':
      return {
        type: 'text',
        appearance: question.multiline ? 'multiline' : '',
        tongxin: settings({ longest: question.longest }),
      };
    case 'file':
      return { type: question.accept === 'image' ? 'image' : 'file', tongxin: settings({ most: question.most }) };
    case 'place':
      return { type: 'geopoint' };
    case 'note':
      return { type: 'note' };
    case 'calculate':
      return { type: 'calculate', calculation: question.calculation };
  }
}

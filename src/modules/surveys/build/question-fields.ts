import type { QuestionType } from '../questionnaire.rules.ts';

/** One property of a question as its form has it. */
export type QuestionField =
  | { name: string; as: 'words'; lines: boolean; group?: 'rules' }
  | { name: string; as: 'yes' }
  | { name: string; as: 'number'; empty: boolean }
  | { name: string; as: 'day' }
  | { name: string; as: 'expression'; group?: 'rules' }
  | { name: 'choices' | 'rows'; as: 'lines' }
  | { name: string; as: 'option'; of: readonly string[] };

const words = (name: string, lines = false, group?: 'rules'): QuestionField => ({
  name,
  as: 'words',
  lines,
  ...(group && { group }),
});
const yes = (name: string): QuestionField => ({ name, as: 'yes' });
const number = (name: string, empty = false): QuestionField => ({ name, as: 'number', empty });
const choices: QuestionField = { name: 'choices', as: 'lines' };

const asked: readonly QuestionField[] = [words('label', true), words('hint', true)];
const rules: readonly QuestionField[] = [
  words('requiredMessage', false, 'rules'),
  { name: 'constraint', as: 'expression', group: 'rules' },
  words('constraintMessage', false, 'rules'),
];

const special: Readonly<Record<QuestionType, readonly QuestionField[]>> = {
  one: [choices, { name: 'shown', as: 'option', of: ['list', 'menu'] }, yes('randomOrder')],
  several: [choices, number('leastChoices', true), number('mostChoices', true), yes('randomOrder')],
  scale: [number('min'), number('max'), number('step'), words('lowLabel'), words('highLabel')],
  matrix: [{ name: 'rows', as: 'lines' }, choices, yes('randomOrder')],
  ranking: [choices, number('mostChoices', true), yes('randomOrder')],
  number: [number('min', true), number('max', true), yes('whole'), words('unit')],
  date: [
    { name: 'earliest', as: 'day' },
    { name: 'latest', as: 'day' },
  ],
  text: [number('longest'), yes('multiline')],
  file: [{ name: 'accept', as: 'option', of: ['any', 'image'] }, number('most')],
  place: [],
  note: [],
  calculate: [{ name: 'calculation', as: 'expression' }],
};

/** What can be said of a question of a type, in the order of its form; name, type and condition stand apart. */
export function fieldsOf(type: QuestionType): readonly QuestionField[] {
  if (type === 'calculate') return special.calculate;
  if (type === 'note') return asked;
  return [...asked, yes('required'), ...special[type], ...rules];
}

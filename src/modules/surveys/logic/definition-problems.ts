import {
  bounds,
  choicesOf,
  type Definition,
  hasOther,
  isAnswered,
  otherKey,
  type Question,
  type Section,
  type Words,
} from '../questionnaire.rules.ts';
import { readExpression } from './expression.ts';
import { namesOf } from './names.ts';
import { isDay } from './values.ts';

/** Where something is wrong: which section, question, field and, in a list of choices or rows, which of them from 0. */
export type ProblemPlace = { section: string; question?: string; field?: string; item?: number; locale?: string };

/** What keeps a questionnaire from being opened, or (`blocks` false) what its author should look at. */
export type DefinitionProblem = {
  /** message key `surveys.fault.*` or `surveys.expression.*` */
  key: string;
  params?: Record<string, string | number>;
  place: ProblemPlace;
  blocks: boolean;
};

type Report = (key: string, place: ProblemPlace, params?: DefinitionProblem['params'], blocks?: boolean) => void;

/** Everything that is wrong with a questionnaire of the right shape, in its order. */
export function definitionProblems(definition: Definition): DefinitionProblem[] {
  const found: DefinitionProblem[] = [];
  const report: Report = (key, place, params, blocks = true) => {
    found.push({
      key: key.startsWith('surveys.') ? key : `surveys.fault.${key}`,
      place,
      blocks,
      ...(params && { params }),
    });
  };
  if (!definition.sections.some(({ questions }) => questions.some(isAnswered)))
    report('nothing_asked', { section: definition.sections[0]?.id ?? '' });
  const taken = new Set<string>();
  const ids = new Set<string>();
  for (const section of definition.sections) {
    const place = { section: section.id };
    if (ids.has(section.id)) report('section_twice', place, { name: section.id });
    ids.add(section.id);
    checkCondition(definition, section, section.questions[0]?.name ?? null, place, report);
    checkWords(definition, section.title, { ...place, field: 'title' }, report, 'optional');
    checkWords(definition, section.intro, { ...place, field: 'intro' }, report, 'optional');
    for (const question of section.questions) checkQuestion(definition, section, question, taken, report);
  }
  return found;
}

function checkQuestion(
  definition: Definition,
  section: Section,
  question: Question,
  taken: Set<string>,
  report: Report,
): void {
  const place = { section: section.id, question: question.name };
  const claim = (name: string, at: ProblemPlace) => {
    if (taken.has(name)) report('name_twice', at, { name });
    taken.add(name);
  };
  claim(question.name, { ...place, field: 'name' });
  if (hasOther(question)) claim(otherKey(question.name), { ...place, field: 'choices' });
  if (question.type === 'matrix')
    for (const [item, row] of question.rows.entries()) claim(row.name, { ...place, field: 'rows', item });
  checkCondition(definition, question, question.name, place, report);
  if (question.type !== 'calculate') checkWords(definition, question.label, { ...place, field: 'label' }, report);
  checkWords(definition, question.hint, { ...place, field: 'hint' }, report, 'optional');
  if (question.type === 'calculate') {
    if (question.calculation.trim() === '') report('no_calculation', { ...place, field: 'calculation' });
    else checkExpression(definition, question.calculation, question.name, { ...place, field: 'calculation' }, report);
  } else if (isAnswered(question)) {
    checkExpression(definition, question.constraint, question.name, { ...place, field: 'constraint' }, report, true);
    if (section.randomOrder && question.relevant.includes('${'))
      for (const { name } of namesIn(question.relevant))
        if (namesOf(definition).get(name)?.sectionId === section.id)
          report('random_condition', { ...place, field: 'relevant' }, { name });
  }
  checkLists(definition, question, place, report);
  checkRange(question, place, report);
}

const namesIn = (source: string): readonly { name: string; at: number }[] => {
  const read = readExpression(source);
  return 'expression' in read ? read.expression.names : [];
};

/** @param before name of the question that comes with or after the condition: it may refer to what stands before that */
function checkCondition(
  definition: Definition,
  { relevant }: { relevant: string },
  before: string | null,
  place: ProblemPlace,
  report: Report,
): void {
  checkExpression(definition, relevant, before, { ...place, field: 'relevant' }, report);
}

function checkExpression(
  definition: Definition,
  source: string,
  before: string | null,
  place: ProblemPlace,
  report: Report,
  mayUseSelf = false,
): void {
  if (source.trim() === '') return;
  const read = readExpression(source);
  if ('problem' in read) {
    const { key, at, params } = read.problem;
    report(key, place, { ...params, at: at + 1 });
    return;
  }
  if (read.expression.usesSelf && !mayUseSelf) report('self', place);
  const names = namesOf(definition);
  const limit = before === null ? undefined : names.get(before)?.position;
  for (const { name } of read.expression.names) {
    const named = names.get(name);
    if (!named || named.question.type === 'note') report('unknown_name', place, { name });
    else if (limit !== undefined && named.position > limit) report('later_name', place, { name });
    else if (limit !== undefined && named.position === limit && !mayUseSelf) report('own_name', place, { name });
  }
}

/** Every language of the questionnaire has its words; where they may be missing, in all or in none. */
function checkWords(
  definition: Definition,
  words: Words,
  place: ProblemPlace,
  report: Report,
  optional?: 'optional',
): void {
  const some = Object.values(words).some((text) => text.trim() !== '');
  if (optional && !some) return;
  for (const [index, locale] of definition.languages.entries())
    if (!words[locale]?.trim()) {
      const isDefault = index === 0;
      report(isDefault ? 'no_words' : 'no_translation', { ...place, locale }, { language: locale }, isDefault);
    }
}

function checkLists(definition: Definition, question: Question, place: ProblemPlace, report: Report): void {
  const choices = choicesOf(question);
  if ('choices' in question) {
    const least = question.type === 'ranking' ? 2 : 1;
    if (choices.length < least) report('few_choices', { ...place, field: 'choices' }, { least });
    checkNamed(definition, choices, { ...place, field: 'choices' }, report);
    if (choices.filter(({ other }) => other).length > 1) report('two_others', { ...place, field: 'choices' });
  }
  if (question.type !== 'matrix') return;
  if (question.rows.length === 0) report('no_rows', { ...place, field: 'rows' });
  checkNamed(definition, question.rows, { ...place, field: 'rows' }, report);
}

function checkNamed(
  definition: Definition,
  entries: readonly { name: string; label: Words }[],
  place: ProblemPlace,
  report: Report,
): void {
  const names = new Set<string>();
  for (const [item, { name, label }] of entries.entries()) {
    if (names.has(name)) report('choice_twice', { ...place, item }, { name });
    names.add(name);
    checkWords(definition, label, { ...place, item }, report);
  }
}

function checkRange(question: Question, place: ProblemPlace, report: Report): void {
  switch (question.type) {
    case 'several': {
      const { leastChoices: least, mostChoices: most, choices } = question;
      if ((least ?? 0) > (most ?? choices.length) || (least ?? 0) > choices.length || most === 0)
        report('choice_counts', { ...place, field: 'leastChoices' });
      return;
    }
    case 'ranking':
      if (question.mostChoices === 0) report('choice_counts', { ...place, field: 'mostChoices' });
      return;
    case 'scale': {
      const { min, max, step } = question;
      const steps = (max - min) / step;
      if (min >= max || steps > bounds.scaleSteps - 1 || Math.abs(steps - Math.round(steps)) > 1e-9)
        report('scale', { ...place, field: 'min' }, { most: bounds.scaleSteps });
      return;
    }
    case 'number':
      if (question.min !== null && question.max !== null && question.min > question.max)
        report('range', { ...place, field: 'min' });
      return;
    case 'date':
      for (const field of ['earliest', 'latest'] as const)
        if (question[field] !== '' && !isDay(question[field])) report('surveys.wrong.day', { ...place, field });
      if (question.earliest !== '' && question.latest !== '' && question.earliest > question.latest)
        report('range', { ...place, field: 'earliest' });
      return;
    default:
      return;
  }
}

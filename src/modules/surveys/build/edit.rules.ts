import { fail, failFields } from '../../../kernel/errors/index.ts';
import {
  type Definition,
  hasOther,
  otherKey,
  type Question,
  type QuestionType,
  questionsOf,
  type Section,
} from '../questionnaire.rules.ts';
import { questionSchema } from '../questionnaire.schema.ts';
import './build.errors.ts';

/** A form with one page and nothing on it. */
export function emptyDefinition(languages: readonly string[]): Definition {
  return { languages, sections: [newSection('page1')] };
}

function newSection(id: string): Section {
  return { id, title: {}, intro: {}, relevant: '', randomOrder: false, questions: [] };
}

/** All names that are taken: of sections, questions, rows and what is written beside choices. */
function takenNames(definition: Definition): Set<string> {
  const taken = new Set(definition.sections.map(({ id }) => id));
  for (const question of questionsOf(definition)) {
    taken.add(question.name);
    if (question.type === 'matrix') for (const row of question.rows) taken.add(row.name);
    if (hasOther(question)) taken.add(otherKey(question.name));
  }
  return taken;
}

/** The name itself, or with the first number at its end that is free. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/\d+$/, '').slice(0, 28) || 'q';
  for (let n = 2; ; n++) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}

export type Found = { section: Section; sectionAt: number; question: Question; at: number };

/** @throws AppError surveys.question_not_found */
export function findQuestion(definition: Definition, name: string): Found {
  for (const [sectionAt, section] of definition.sections.entries())
    for (const [at, question] of section.questions.entries())
      if (question.name === name) return { section, sectionAt, question, at };
  return fail('surveys.question_not_found');
}

/** @throws AppError surveys.question_not_found */
export function findSection(definition: Definition, id: string): { section: Section; at: number } {
  const at = definition.sections.findIndex((section) => section.id === id);
  const section = definition.sections[at];
  return section ? { section, at } : fail('surveys.question_not_found');
}

function withSections(definition: Definition, sections: readonly Section[]): Definition {
  return { ...definition, sections };
}

function withQuestions(definition: Definition, sectionAt: number, questions: readonly Question[]): Definition {
  return withSections(
    definition,
    definition.sections.map((section, at) => (at === sectionAt ? { ...section, questions } : section)),
  );
}

/** A new page at the end. */
export function addSection(definition: Definition): { definition: Definition; id: string } {
  const id = freeName(`page${definition.sections.length + 1}`, takenNames(definition));
  return { definition: withSections(definition, [...definition.sections, newSection(id)]), id };
}

/** A new question of a type at the end of a page, unfinished. */
export function addQuestion(
  definition: Definition,
  sectionId: string,
  type: QuestionType,
): { definition: Definition; name: string } {
  const { section, at } = findSection(definition, sectionId);
  const name = freeName(`q${questionsOf(definition).length + 1}`, takenNames(definition));
  const question = questionSchema.parse({ type, name });
  return { definition: withQuestions(definition, at, [...section.questions, question]), name };
}

/** Puts a question in the place of another; its name may be a new one, which expressions then go on to use. */
export function saveQuestion(definition: Definition, name: string, question: Question): Definition {
  const { section, sectionAt, at } = findQuestion(definition, name);
  if (question.name !== name && takenNames(definition).has(question.name))
    failFields({ name: { key: 'surveys.fault.name_twice', params: { name: question.name } } });
  const saved = withQuestions(
    definition,
    sectionAt,
    section.questions.map((each, index) => (index === at ? question : each)),
  );
  return question.name === name ? saved : renamed(saved, name, question.name);
}

/** Every expression refers to a question by its new name. */
function renamed(definition: Definition, before: string, after: string): Definition {
  const reference = new RegExp(`\\$\\{\\s*${before}(_other)?\\s*\\}`, 'g');
  const inText = (text: string): string => text.replace(reference, (_, other = '') => `\${${after}${other}}`);
  return withSections(
    definition,
    definition.sections.map((section) => ({
      ...section,
      relevant: inText(section.relevant),
      questions: section.questions.map((question) => ({
        ...question,
        relevant: inText(question.relevant),
        ...('constraint' in question && { constraint: inText(question.constraint) }),
        ...('calculation' in question && { calculation: inText(question.calculation) }),
      })) as Question[],
    })),
  );
}

/** What is asked of a page itself; its questions stay. */
export function saveSection(definition: Definition, id: string, given: Omit<Section, 'id' | 'questions'>): Definition {
  const { at } = findSection(definition, id);
  return withSections(
    definition,
    definition.sections.map((section, index) => (index === at ? { ...section, ...given } : section)),
  );
}

function swapped<E>(items: readonly E[], a: number, b: number): E[] {
  const order = [...items];
  [order[a], order[b]] = [order[b] as E, order[a] as E];
  return order;
}

/** One place up or down; at the edge of its page to the page before or after. */
export function moveQuestion(definition: Definition, name: string, by: -1 | 1): Definition {
  const { section, sectionAt, question, at } = findQuestion(definition, name);
  const to = at + by;
  if (to >= 0 && to < section.questions.length)
    return withQuestions(definition, sectionAt, swapped(section.questions, at, to));
  const beside = definition.sections[sectionAt + by];
  if (!beside) return definition;
  const left = withQuestions(
    definition,
    sectionAt,
    section.questions.filter((each) => each !== question),
  );
  return withQuestions(
    left,
    sectionAt + by,
    by < 0 ? [...beside.questions, question] : [question, ...beside.questions],
  );
}

export function moveSection(definition: Definition, id: string, by: -1 | 1): Definition {
  const { at } = findSection(definition, id);
  const to = at + by;
  return to < 0 || to >= definition.sections.length
    ? definition
    : withSections(definition, swapped(definition.sections, at, to));
}

/** The same once more below it, under names of its own. */
export function copyQuestion(definition: Definition, name: string): { definition: Definition; name: string } {
  const { section, sectionAt, question, at } = findQuestion(definition, name);
  const taken = takenNames(definition);
  const claim = (wanted: string): string => {
    const free = freeName(wanted, taken);
    taken.add(free);
    return free;
  };
  const copy = { ...question, name: claim(name) } as Question;
  const whole =
    copy.type === 'matrix' ? { ...copy, rows: copy.rows.map((row) => ({ ...row, name: claim(row.name) })) } : copy;
  const questions = [...section.questions.slice(0, at + 1), whole, ...section.questions.slice(at + 1)];
  return { definition: withQuestions(definition, sectionAt, questions), name: whole.name };
}

export function removeQuestion(definition: Definition, name: string): Definition {
  const { section, sectionAt, question } = findQuestion(definition, name);
  return withQuestions(
    definition,
    sectionAt,
    section.questions.filter((each) => each !== question),
  );
}

/** A page goes with its questions; the last one stays. */
export function removeSection(definition: Definition, id: string): Definition {
  const { section } = findSection(definition, id);
  return definition.sections.length === 1
    ? definition
    : withSections(
        definition,
        definition.sections.filter((each) => each !== section),
      );
}

/** The languages in which it stands, the default one first; words in others stay, unseen. */
export function setLanguages(definition: Definition, languages: readonly string[]): Definition {
  return { ...definition, languages };
}

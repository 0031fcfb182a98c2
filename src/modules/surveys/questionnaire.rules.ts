// What a questionnaire is made of. Runs in the browser as well as on the server: no schema library, no kernel.
// questionnaire.schema.ts checks what comes from outside.

/** A text in some languages, by locale (`zh-CN`, `en`, `ug`). */
export type Words = Readonly<Record<string, string>>;

export const questionTypes = [
  'one',
  'several',
  'scale',
  'matrix',
  'ranking',
  'number',
  'date',
  'text',
  'file',
  'place',
  'note',
  'calculate',
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Names of sections, questions, rows and choices, in expressions and in data. One name stands for one thing. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,31}$/;
/** Names of choices may be numbers as well, as many files have them. */
export const choiceNamePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}$/;

export const bounds = {
  locales: 8,
  sections: 60,
  questions: 300,
  choices: 500,
  rows: 50,
  /** characters of a label, hint or explanation */
  words: 4000,
  /** characters of an expression */
  expression: 2000,
  /** characters of a written answer */
  text: 20_000,
  files: 5,
  scaleSteps: 101,
  /** bytes of a definition as JSON */
  definition_bytes: 1024 * 1024,
  /** bytes of one person's answers as JSON */
  answers_bytes: 256 * 1024,
} as const;

export type Choice = {
  name: string;
  label: Words;
  /** several: chosen alone or not at all (以上都没有) */
  exclusive: boolean;
  /** with a field to write in; what is written is the answer `<question>_other` */
  other: boolean;
};
export type Row = { name: string; label: Words };

type Asked = {
  name: string;
  label: Words;
  hint: Words;
  /** expression; empty: always asked */
  relevant: string;
};
type Answered = Asked & {
  required: boolean;
  /** empty: the words of the house */
  requiredMessage: Words;
  /** expression in which `.` is the answer; empty: any answer will do */
  constraint: string;
  constraintMessage: Words;
};

export type Question =
  | (Answered & { type: 'one'; choices: readonly Choice[]; randomOrder: boolean; shown: 'list' | 'menu' })
  | (Answered & {
      type: 'several';
      choices: readonly Choice[];
      randomOrder: boolean;
      leastChoices: number | null;
      mostChoices: number | null;
    })
  | (Answered & { type: 'scale'; min: number; max: number; step: number; lowLabel: Words; highLabel: Words })
  /** one choice in each row; a row's name stands for its answer in expressions */
  | (Answered & { type: 'matrix'; rows: readonly Row[]; choices: readonly Choice[]; randomOrder: boolean })
  /** the best first; `mostChoices` places at most, null: all */
  | (Answered & { type: 'ranking'; choices: readonly Choice[]; randomOrder: boolean; mostChoices: number | null })
  | (Answered & { type: 'number'; whole: boolean; min: number | null; max: number | null; unit: Words })
  /** `YYYY-MM-DD`; empty: any */
  | (Answered & { type: 'date'; earliest: string; latest: string })
  | (Answered & { type: 'text'; longest: number; multiline: boolean })
  | (Answered & { type: 'file'; accept: 'image' | 'any'; most: number })
  | (Answered & { type: 'place' })
  /** something to read */
  | (Asked & { type: 'note' })
  /** hidden: what an expression makes of the answers before it */
  | (Asked & { type: 'calculate'; calculation: string });

export type QuestionOf<T extends QuestionType> = Extract<Question, { type: T }>;
/** Questions that people answer. */
export type AnsweredQuestion = Exclude<Question, { type: 'note' | 'calculate' }>;

/** A page of the questionnaire. */
export type Section = {
  id: string;
  title: Words;
  intro: Words;
  relevant: string;
  /** its questions come in another order for everybody */
  randomOrder: boolean;
  questions: readonly Question[];
};

/** What is asked. `languages`: locales in which all of it should stand, the default one first. */
export type Definition = { languages: readonly string[]; sections: readonly Section[] };

/** WGS 84 degrees; `accuracy` in metres where the device said. */
export type Place = { latitude: number; longitude: number; accuracy?: number | undefined };

/**
 * An answer: one: name of the choice; several, ranking: names, of a ranking the best first; scale, number: a number;
 * matrix: name of the choice by name of the row; date: `YYYY-MM-DD`; text; file: ids of files; calculate: text or number.
 */
export type Answer = string | number | readonly string[] | Readonly<Record<string, string>> | Place;
/** By name of the question, and `<question>_other` for what was written beside a choice. Nothing answered: no key. */
export type Answers = Readonly<Record<string, Answer>>;

/** The key of what was written beside a choice that has a field. */
export const otherKey = (question: string): string => `${question}_other`;

/** Whether people answer it. */
export const isAnswered = (question: Question): question is AnsweredQuestion =>
  question.type !== 'note' && question.type !== 'calculate';

/** Choices of a question; none where its type has none. */
export const choicesOf = (question: Question): readonly Choice[] => ('choices' in question ? question.choices : []);

/** Whether a choice of the question has a field to write in. */
export const hasOther = (question: Question): boolean =>
  (question.type === 'one' || question.type === 'several') && question.choices.some(({ other }) => other);

/** All questions in order. */
export const questionsOf = (definition: Pick<Definition, 'sections'>): Question[] =>
  definition.sections.flatMap(({ questions }) => questions);

const sameLanguage = (a: string, b: string): boolean => a.split('-')[0] === b.split('-')[0];

/**
 * The words in a language: as written, else those of a language near it (zh-CN for zh-TW), else of the first language that
 * has any. Empty where none has.
 */
export function wordsIn(words: Words, locale: string, languages: readonly string[] = []): string {
  if (words[locale]) return words[locale];
  const order = [...languages, ...Object.keys(words)];
  const near = order.find((each) => sameLanguage(each, locale) && words[each]);
  const found = near ?? order.find((each) => words[each]);
  return (found && words[found]) || '';
}

/** Which of the questionnaire's languages comes nearest to what somebody reads in. */
export function nearestLanguage(languages: readonly string[], locale: string): string {
  return (
    languages.find((each) => each === locale) ??
    languages.find((each) => sameLanguage(each, locale)) ??
    languages[0] ??
    'zh-CN'
  );
}

/** A generator of numbers from 0 to 1 that gives the same row for the same seed (mulberry32 over FNV-1a). */
function numbersOf(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** In an order drawn from the seed, the same for the same seed (Fisher-Yates). */
export function shuffled<E>(items: readonly E[], seed: string): E[] {
  const next = numbersOf(seed);
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [order[at], order[other]] = [order[other] as E, order[at] as E];
  }
  return order;
}

/** Choices as one person sees them: in random order where it is asked for, those with a field and exclusive ones last. */
export function choicesInOrder(question: Question, seed: string): readonly Choice[] {
  const choices = choicesOf(question);
  if (!('randomOrder' in question) || !question.randomOrder) return choices;
  if (question.type === 'matrix') return choices;
  const last = choices.filter(({ other, exclusive }) => other || exclusive);
  const first = choices.filter(({ other, exclusive }) => !other && !exclusive);
  return [...shuffled(first, `${seed} ${question.name}`), ...last];
}

/** Rows of a matrix as one person sees them. */
export function rowsInOrder(question: QuestionOf<'matrix'>, seed: string): readonly Row[] {
  return question.randomOrder ? shuffled(question.rows, `${seed} ${question.name}`) : question.rows;
}

/** Questions of a section as one person sees them; those with conditions on each other stay in order by not being random. */
export function questionsInOrder(section: Section, seed: string): readonly Question[] {
  return section.randomOrder ? shuffled(section.questions, `${seed} ${section.id}`) : section.questions;
}

import type { FieldErrors } from '../../../kernel/errors/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import { typedLine, visibleText } from '../../../kernel/text/index.ts';
import {
  bounds,
  type Definition,
  namePattern,
  type Question,
  questionsOf,
  questionTypes,
  type Words,
} from '../questionnaire.rules.ts';
import { questionSchema } from '../questionnaire.schema.ts';
import { linesOf, readLines } from './entry-lines.ts';
import { fieldsOf, type QuestionField } from './question-fields.ts';

export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export const one = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

/** Words of a field `label` typed as `label.zh-CN`, `label.en`; those in other languages stay. */
export function readWords(
  typed: Typed,
  field: string,
  before: Words,
  languages: readonly string[],
  lines: boolean,
): Words {
  const words: Record<string, string> = { ...before };
  for (const locale of languages) {
    const text = (lines ? visibleText : typedLine)(one(typed, `${field}.${locale}`));
    if (text === '') delete words[locale];
    else words[locale] = text;
  }
  return words;
}

/** What a question's form begins with. */
export function questionValues(question: Question, languages: readonly string[]): Record<string, string> {
  const values: Record<string, string> = { name: question.name, type: question.type, relevant: question.relevant };
  for (const { name, as } of fieldsOf(question.type)) {
    const value = (question as Record<string, unknown>)[name];
    if (as === 'words') for (const locale of languages) values[`${name}.${locale}`] = (value as Words)[locale] ?? '';
    else if (as === 'yes') values[name] = value ? 'yes' : '';
    else if (as === 'lines') values[name] = linesOf(value as Parameters<typeof linesOf>[0], languages);
    else values[name] = value === null ? '' : String(value);
  }
  return values;
}

/**
 * A question as typed in its form. Another type keeps what both have.
 * @throws AppError kernel.invalid with what is wrong beside its field
 */
export function readQuestion(definition: Definition, before: Question, typed: Typed): Question {
  const wrong: FieldErrors = {};
  const draft: Record<string, unknown> = { ...before, relevant: one(typed, 'relevant').trim() };
  draft.name = one(typed, 'name').normalize('NFKC').trim();
  if (!namePattern.test(draft.name as string)) wrong.name = { key: 'surveys.wrong.name' };
  for (const field of fieldsOf(before.type)) draft[field.name] = readField(field, definition, before, typed, wrong);
  const type = questionTypes.find((each) => each === one(typed, 'type')) ?? before.type;
  if (draft.relevant && (draft.relevant as string).length > bounds.expression)
    wrong.relevant = { key: 'surveys.wrong.too_long' };
  const parsed = questionSchema.safeParse({ ...draft, type });
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues) wrong[fieldAt(path)] ??= { key: messageKey(message) };
  if (Object.keys(wrong).length > 0 || !parsed.success)
    throw new AppError('kernel.invalid', { n: Object.keys(wrong).length }, wrong);
  return parsed.data as Question;
}

/** The field of the form that a problem of the schema is about. */
function fieldAt(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String);
  if (first === undefined || first === 'choices' || first === 'rows') return first ?? 'name';
  return second === undefined ? first : `${first}.${second}`;
}

export const messageKey = (message: string): string =>
  /^surveys\.wrong\.[a-z_]+$/.test(message) ? message : 'surveys.wrong.number';

function readField(
  field: QuestionField,
  definition: Definition,
  before: Question,
  typed: Typed,
  wrong: FieldErrors,
): unknown {
  const stands = (before as Record<string, unknown>)[field.name];
  const text = one(typed, field.name).normalize('NFC').trim();
  switch (field.as) {
    case 'words':
      return readWords(typed, field.name, stands as Words, definition.languages, field.lines);
    case 'yes':
      return text === 'yes';
    case 'number': {
      const plain = text.normalize('NFKC').replace(/[,，\s]/g, '');
      if (plain === '' && field.empty) return null;
      if (!/^-?(\d+(\.\d*)?|\.\d+)$/.test(plain)) wrong[field.name] = { key: 'surveys.wrong.number' };
      return Number(plain);
    }
    case 'option':
      return field.of.includes(text) ? text : stands;
    case 'lines':
      return readEntries(field.name, definition, before, one(typed, field.name), wrong);
    default:
      return text;
  }
}

function readEntries(
  field: 'choices' | 'rows',
  definition: Definition,
  question: Question,
  text: string,
  wrong: FieldErrors,
): unknown {
  const { languages } = definition;
  const before = (question as unknown as Record<string, Parameters<typeof linesOf>[0]>)[field] ?? [];
  if (field === 'choices') return readLines(text, { field, languages, before, stem: 'c' }, wrong);
  // Rows have names of their own in expressions.
  const taken = new Set(
    questionsOf(definition).flatMap((each) =>
      each === question
        ? [each.name]
        : [each.name, ...(each.type === 'matrix' ? each.rows.map(({ name }) => name) : [])],
    ),
  );
  return readLines(text, { field, languages, before, stem: `${question.name.slice(0, 28)}_`, taken }, wrong).map(
    ({ name, label }) => ({ name, label }),
  );
}

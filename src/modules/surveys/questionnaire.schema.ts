import { z } from 'zod';
import { bounds, choiceNamePattern, type Definition, namePattern, questionsOf } from './questionnaire.rules.ts';

// keys: surveys.wrong.*
const locale = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/, 'surveys.wrong.locale');
const words = z
  .record(locale, z.string().max(bounds.words, 'surveys.wrong.too_long'))
  .refine((given) => Object.keys(given).length <= bounds.locales, 'surveys.wrong.languages')
  .default({});
/** Names are keys of records: not those that every object has. */
const free = (given: string): boolean => !(given in Object.prototype);
const name = z.string().regex(namePattern, 'surveys.wrong.name').refine(free, 'surveys.wrong.name');
const expression = z.string().max(bounds.expression, 'surveys.wrong.too_long').default('');
const yes = z.boolean().default(false);
const figure = z.number().min(-1e12, 'surveys.wrong.number').max(1e12, 'surveys.wrong.number');
const count = z.number().int().min(0).max(bounds.choices).nullable().default(null);
const day = z
  .string()
  .regex(/^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/, 'surveys.wrong.day')
  .default('');

const choice = z.object({
  name: z.string().regex(choiceNamePattern, 'surveys.wrong.choice_name').refine(free, 'surveys.wrong.choice_name'),
  label: words,
  exclusive: yes,
  other: yes,
});
const choices = z.array(choice).max(bounds.choices, 'surveys.wrong.too_many_choices').default([]);
const asked = { name, label: words, hint: words, relevant: expression };
const answered = {
  ...asked,
  required: yes,
  requiredMessage: words,
  constraint: expression,
  constraintMessage: words,
};

const question = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('one'),
    ...answered,
    choices,
    randomOrder: yes,
    shown: z.enum(['list', 'menu']).default('list'),
  }),
  z.object({
    type: z.literal('several'),
    ...answered,
    choices,
    randomOrder: yes,
    leastChoices: count,
    mostChoices: count,
  }),
  z.object({
    type: z.literal('scale'),
    ...answered,
    min: figure.default(1),
    max: figure.default(5),
    step: figure.positive('surveys.wrong.number').default(1),
    lowLabel: words,
    highLabel: words,
  }),
  z.object({
    type: z.literal('matrix'),
    ...answered,
    rows: z
      .array(z.object({ name, label: words }))
      .max(bounds.rows, 'surveys.wrong.too_many_rows')
      .default([]),
    choices,
    randomOrder: yes,
  }),
  z.object({ type: z.literal('ranking'), ...answered, choices, randomOrder: yes, mostChoices: count }),
  z.object({
    type: z.literal('number'),
    ...answered,
    whole: yes,
    min: figure.nullable().default(null),
    max: figure.nullable().default(null),
    unit: words,
  }),
  z.object({ type: z.literal('date'), ...answered, earliest: day, latest: day }),
  z.object({
    type: z.literal('text'),
    ...answered,
    longest: z.number().int().min(1).max(bounds.text).default(500),
    multiline: yes,
  }),
  z.object({
    type: z.literal('file'),
    ...answered,
    accept: z.enum(['image', 'any']).default('any'),
    most: z.number().int().min(1).max(bounds.files).default(1),
  }),
  z.object({ type: z.literal('place'), ...answered }),
  z.object({ type: z.literal('note'), ...asked }),
  z.object({ type: z.literal('calculate'), ...asked, calculation: expression }),
]);

/** One question as it is written down, with defaults for what is not said. */
export const questionSchema = question;

const section = z.object({
  id: name,
  title: words,
  intro: words,
  relevant: expression,
  randomOrder: yes,
  questions: z.array(question).max(bounds.questions, 'surveys.wrong.too_many_questions').default([]),
});

/**
 * A questionnaire from outside or from the database: shape and bounds. Whether it can be answered (names that are unique,
 * expressions that can be read, words in every language) is `definitionProblems`.
 */
export const definitionSchema: z.ZodType<Definition, unknown> = z
  .object({
    languages: z.array(locale).min(1).max(bounds.locales, 'surveys.wrong.languages'),
    sections: z.array(section).max(bounds.sections, 'surveys.wrong.too_many_sections'),
  })
  .refine((given) => questionsOf(given).length <= bounds.questions, 'surveys.wrong.too_many_questions')
  .refine((given) => Buffer.byteLength(JSON.stringify(given)) <= bounds.definition_bytes, 'surveys.wrong.too_large');

/** Texts of a survey in its languages, as stored. */
export const wordsSchema = words;

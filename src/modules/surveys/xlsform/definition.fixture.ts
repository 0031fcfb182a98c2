import fc from 'fast-check';
import type { Definition } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';

// Questionnaires as the builder makes them, at random, for tests: sound, with everything that a file must carry.

const text = fc
  .string({ unit: fc.constantFrom(...'abz 您好，|<&"\'=+-@_x000D_\n…é'.split('')), minLength: 1, maxLength: 24 })
  .map((given) => given.trim())
  .filter((given) => given !== '');
const maybe = (languages: string[]) =>
  fc.oneof(fc.constant({}), fc.record(Object.fromEntries(languages.map((locale) => [locale, text]))));
const always = (languages: string[]) => fc.record(Object.fromEntries(languages.map((locale) => [locale, text])));
const figure = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 4);

type Made = Record<string, unknown>;

function typed(languages: string[], n: number): fc.Arbitrary<Made> {
  const choices = fc
    .uniqueArray(fc.constantFrom('a', 'b', '1', '2.5', 'c-d', '003', 'x_y', 'other'), { minLength: 2, maxLength: 6 })
    .chain((names) =>
      fc.tuple(
        ...names.map((name) =>
          fc.record({ name: fc.constant(name), label: always(languages), exclusive: fc.boolean() }),
        ),
      ),
    )
    .chain((list) =>
      fc.nat(list.length).map((other) => list.map((choice, at) => ({ ...choice, other: at === other }))),
    );
  const counts = fc.tuple(fc.option(fc.nat(1)), fc.option(fc.integer({ min: 1, max: 2 })));
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, at) => always(languages).map((label) => ({ name: `r${n}_${at}`, label }))),
      ),
    );
  return fc.oneof(
    fc.record({ type: fc.constant('one'), choices, randomOrder: fc.boolean(), shown: fc.constantFrom('list', 'menu') }),
    fc.tuple(choices, fc.boolean(), counts).map(([list, randomOrder, [least, most]]) => ({
      type: 'several',
      choices: list,
      randomOrder,
      leastChoices: least,
      mostChoices: most === null ? null : Math.max(most, least ?? 0),
    })),
    fc.record({
      type: fc.constant('ranking'),
      choices: choices.map((list) => list.map((choice) => ({ ...choice, other: false, exclusive: false }))),
      randomOrder: fc.boolean(),
      mostChoices: fc.option(fc.constant(2)),
    }),
    fc.record({
      type: fc.constant('matrix'),
      choices: choices.map((list) => list.map((choice) => ({ ...choice, other: false }))),
      rows,
      randomOrder: fc.boolean(),
    }),
    fc
      .tuple(figure, fc.constantFrom(0.5, 1, 2), fc.integer({ min: 1, max: 20 }), maybe(languages))
      .map(([min, step, steps, lowLabel]) => ({ type: 'scale', min, step, max: min + step * steps, lowLabel })),
    fc.record({
      type: fc.constant('number'),
      whole: fc.boolean(),
      min: fc.option(figure.map((f) => f - 2000)),
      max: fc.option(figure),
      unit: maybe(languages),
    }),
    fc.record({
      type: fc.constant('date'),
      earliest: fc.constantFrom('', '2026-01-01'),
      latest: fc.constantFrom('', '2026-12-31'),
    }),
    fc.record({ type: fc.constant('text'), longest: fc.integer({ min: 1, max: 20_000 }), multiline: fc.boolean() }),
    fc.record({
      type: fc.constant('file'),
      accept: fc.constantFrom('image', 'any'),
      most: fc.integer({ min: 1, max: 5 }),
    }),
    fc.constant({ type: 'place' }),
    fc.constant({ type: 'note' }),
    fc.constant({ type: 'calculate', calculation: "concat('a', today())" }),
  );
}

function question(languages: string[], n: number): fc.Arbitrary<Made> {
  const before = n === 0 ? fc.constant('') : fc.constantFrom('', `\${q${n - 1}} != ''`, "selected('a b', 'a')");
  return fc
    .record({
      special: typed(languages, n),
      label: always(languages),
      hint: maybe(languages),
      relevant: before,
      required: fc.boolean(),
      requiredMessage: maybe(languages),
      constraint: fc.constantFrom('', ". != 'x' and string-length(.) < 9"),
      constraintMessage: maybe(languages),
    })
    .map(({ special, label, hint, ...rest }) => ({
      ...special,
      ...rest,
      ...(special.type === 'calculate' ? {} : { label, hint }),
      name: `q${n}`,
    }));
}

/** Nobody answers a note, so no condition can look at one. */
function withoutNotes(sections: readonly { questions: readonly Made[] }[]): unknown[] {
  let before: Made | undefined;
  return sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) => {
      const asks = before?.type === 'note' && String(question.relevant).includes('${');
      before = question;
      return asks ? { ...question, relevant: '' } : question;
    }),
  }));
}

/** Sound questionnaires in one to three languages. */
export const definitions: fc.Arbitrary<Definition> = fc
  .constantFrom<string[][]>(['zh-CN'], ['en', 'zh-CN'], ['zh-CN', 'en', 'ug'], ['zh-TW', 'fr'])
  .chain((languages) =>
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((sizes) => {
      let n = 0;
      const sections = sizes.map((size, at) =>
        fc
          .record({
            title: maybe(languages),
            intro: maybe(languages),
            randomOrder: fc.boolean(),
            questions: fc.tuple(...Array.from({ length: size }, () => question(languages, n++))),
          })
          .map((section) => ({ id: `page${at + 1}`, relevant: '', ...section })),
      );
      return fc.tuple(...sections).map((made) => definitionSchema.parse({ languages, sections: withoutNotes(made) }));
    }),
  );

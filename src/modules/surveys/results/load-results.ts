import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { languageIn } from '../language-name.ts';
import { momentOf } from '../moment.ts';
import { type Definition, isAnswered, nearestLanguage, questionsOf, wordsIn } from '../questionnaire.rules.ts';
import { formOf, type Survey } from '../survey.queries.ts';
import { crossTable, groupResults, sidesOf } from './cross.rules.ts';
import { protectRow } from './protect.rules.ts';
import { CellBook, labelledValues, medianOf, type QuestionResult, type Reader, resultsOf } from './result.rules.ts';
import { rollupOf, talliesBy, talliesOf } from './tally.queries.ts';
import { type Cell, filtersOf } from './tally.rules.ts';
import { withholdTelltales } from './telltale.rules.ts';

/** Something that answers can be looked at by. */
export type FilterChoice = { name: string; label: string; values: { value: string; label: string }[] };

export type ResultsView = {
  survey: Survey;
  definition: Definition;
  reader: Reader;
  responses: number;
  /** came after the last whole group of a survey that everybody could watch: not in any figure */
  leftOut: number;
  revision: number;
  updatedAt: Date | null;
  /** seconds; null: nobody answered on the web yet */
  median: number | null;
  /** `YYYY-MM-DD` → answers */
  days: [string, number][];
  ways: ReadonlyMap<string, number>;
  locales: ReadonlyMap<string, number>;
  results: QuestionResult[];
  filters: FilterChoice[];
  /** what they are looked at by; undefined: all answers */
  by: { filter: FilterChoice; value: string; n: number | null } | undefined;
};

type T = (key: string) => string;

/** Filters in the reader's words: questions with few values, the way and the language. */
export function filterChoices(definition: Definition, reader: Reader, t: T): FilterChoice[] {
  const questions = filtersOf(questionsOf(definition)).map((question) => ({
    name: question.name,
    label: wordsIn('label' in question ? question.label : {}, reader.locale, reader.languages) || question.name,
    values: labelledValues(question, reader),
  }));
  // keys: surveys.results.way.*
  const ways = ['web', 'paper'].map((value) => ({ value, label: t(`surveys.results.way.${value}`) }));
  const locales = definition.languages.map((value) => ({ value, label: languageIn(value, reader.locale) }));
  return [
    ...questions,
    { name: '$way', label: t('surveys.results.by_way'), values: ways },
    ...(locales.length > 1 ? [{ name: '$locale', label: t('surveys.results.by_language'), values: locales }] : []),
  ];
}

const readerOf = (definition: Definition, locale: string, t: T): Reader => ({
  locale: nearestLanguage(definition.languages, locale),
  languages: definition.languages,
  rest: t('surveys.results.rest'),
});

/** Whether the public sees the figures move by whole groups: where it could watch them, to the end. */
export const byWholeGroups = (survey: Survey): boolean => survey.results === 'live';

/** Results as they stand in the roll-ups. @param shown true: as the public sees them, see `byWholeGroups` */
export async function loadResults(
  k: Kernel,
  survey: Survey,
  { locale, t, by, shown = false }: { locale: string; t: T; by?: { name: string; value: string }; shown?: boolean },
): Promise<ResultsView> {
  const definition = await formOf(k.db, survey);
  const reader = readerOf(definition, locale, t);
  const rollup = await rollupOf(k.db, survey.id);
  const cells: readonly Cell[] = shown ? (rollup?.shown ?? []) : rollup ? await talliesOf(k.db, survey.id) : [];
  const book = new CellBook(cells);
  const filters = filterChoices(definition, reader, t);
  const counted = resultsOf(questionsOf(definition), cells, reader, survey.smallestGroup);
  const whole = withholdTelltales(definition, counted, momentOf(k));
  const filter = by && filters.find(({ name }) => name === by.name);
  const value = filter?.values.find((each) => each.value === by?.value)?.value;
  const group = filter && value !== undefined ? await groupOf(k, survey, whole, filter, value, reader) : undefined;
  return {
    ...{ survey, definition, reader, filters },
    responses: book.responses,
    leftOut: (rollup?.responses ?? 0) - book.responses,
    revision: rollup?.revision ?? 0,
    updatedAt: rollup?.updatedAt ?? null,
    median: medianOf(book.values('$seconds')),
    days: [...book.values('$day')].sort(([a], [b]) => (a < b ? -1 : 1)),
    ways: book.values('$way'),
    locales: book.values('$locale'),
    results: group?.results ?? whole,
    by: group && { filter: group.filter, value: group.value, n: group.n },
  };
}

async function groupOf(
  k: Kernel,
  survey: Survey,
  whole: readonly QuestionResult[],
  filter: FilterChoice,
  value: string,
  reader: Reader,
) {
  const cells = await talliesBy(k.db, survey.id, filter.name, null);
  const least = survey.smallestGroup;
  const heads = new Map(
    cells.flatMap((cell) =>
      cell.question === '' && cell.kind === 'answered' ? [[cell.byValue, cell.n] as const] : [],
    ),
  );
  const at = filter.values.findIndex((each) => each.value === value);
  const shown = protectRow(
    filter.values.map((each) => heads.get(each.value) ?? 0),
    least,
    true,
  );
  const n = shown[at] ?? null;
  return {
    filter,
    value,
    n,
    results: n === null ? [] : groupResults(whole, cells, filter.values, value, reader, least),
  };
}

/** One question against another. */
export async function loadCross(
  k: Kernel,
  survey: Survey,
  { locale, t, a, b }: { locale: string; t: T; a: string; b: string },
) {
  const definition = await formOf(k.db, survey);
  const reader = readerOf(definition, locale, t);
  const filters = filterChoices(definition, reader, t);
  const sides = questionsOf(definition)
    .filter(isAnswered)
    .flatMap((question) => sidesOf(question, reader));
  const column = filters.find(({ name }) => name === a);
  const side = sides.find(({ key }) => key === b);
  const table =
    column && side
      ? crossTable(await talliesBy(k.db, survey.id, column.name, side.key), column.values, side, survey.smallestGroup)
      : undefined;
  return { filters, sides, column, side, table };
}

/** @throws AppError surveys.not_found where the survey has no such question */
export function writtenQuestion(definition: Definition, name: string) {
  const question = questionsOf(definition).find((each) => each.name === name);
  return question?.type === 'text' ? question : fail('surveys.not_found');
}

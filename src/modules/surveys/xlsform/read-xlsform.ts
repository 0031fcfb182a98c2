import { readSheets } from '../../../kernel/sheets/index.ts';
import { type DefinitionProblem, definitionProblems } from '../logic/definition-problems.ts';
import { bounds, type Definition, questionsOf } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { type FileProblem, FileProblems, inOrder, letter } from './file-problems.ts';
import type { FileReading } from './file-reading.ts';
import { localeNamed } from './locales.ts';
import { columnOf } from './question-of-row.ts';
import { type Lists, readChoices } from './read-choices.ts';
import { readSections } from './read-sections.ts';
import { readTree } from './read-tree.ts';
import { readType } from './read-type.ts';
import { Renamed } from './renamed.ts';
import { type SheetTable, tableOf } from './sheet-table.ts';

export type ReadXlsform = {
  /** null where there is an error */
  definition: Definition | null;
  /** of the sheet `settings`; empty where it does not say */
  title: string;
  id: string;
  errors: readonly FileProblem[];
  /** of all errors, those beyond the first 200 among them */
  errorCount: number;
  /** what is different from the file */
  notices: readonly FileProblem[];
};

const mostLines = { survey: 3000, choices: 20_000, settings: 20 } as const;
const partOf = (name: string): keyof typeof mostLines | null => {
  const plain = name.normalize('NFKC').trim().toLowerCase();
  return plain === 'survey' || plain === 'choices' || plain === 'settings' ? plain : null;
};

/** Columns of the sheet `survey` that are read; others are left out with a notice. */
const read = new Set(
  (
    'type name label hint required required_message relevant constraint constraint_message calculation appearance parameters ' +
    'choice_filter default tongxin tongxin_low tongxin_high tongxin_unit'
  ).split(' '),
);

/**
 * Reads a questionnaire from an XLSForm. What is wrong is said all at once, each with sheet, line and column.
 * @param options.otherLabel the words of a choice with a field to write in, by locale
 * @throws AppError sheets.* where it cannot be read as a workbook at all
 */
export async function readXlsform(
  bytes: Buffer,
  { zone, otherLabel }: { zone: string; otherLabel: (locale: string) => string },
): Promise<ReadXlsform> {
  const problems = new FileProblems();
  const sheets = await readSheets(bytes, (name) => (partOf(name) ? mostLines[partOf(name) ?? 'settings'] : null), zone);
  const table = (part: keyof typeof mostLines): SheetTable | undefined => {
    const sheet = sheets.find(({ name }) => partOf(name) === part);
    return sheet && tableOf(sheet, problems, zone);
  };
  const survey = table('survey');
  const choices = table('choices');
  const settings = table('settings')?.lines[0];
  const about = { title: settings?.text('form_title') ?? '', id: settings?.text('form_id') ?? '' };
  const done = (definition: Definition | null): ReadXlsform => ({
    definition: problems.errorCount > 0 ? null : definition,
    ...about,
    errors: inOrder(problems.errors),
    errorCount: problems.errorCount,
    notices: inOrder(problems.notices),
  });
  if (!survey) {
    problems.error({ key: 'surveys.xlsform.no_survey', sheet: 'survey', line: 0, column: '' });
    return done(null);
  }
  if (!holdColumns(survey, problems)) return done(null);
  const renamed = new Renamed();
  renamed.reserve(
    survey.lines.map((line) => line.text('name')),
    choices?.lines.map((line) => line.text('name')) ?? [],
  );
  const lists = readChoices(choices, problems, renamed);
  const languages = languagesOf(survey, choices, settings?.text('default_language') ?? '');
  const reading: FileReading = {
    sheet: survey.sheet,
    problems,
    lists,
    renamed,
    defaultLanguage: languages[0] ?? 'zh-CN',
    languages,
    otherLabel,
    lines: { questions: new Map(), sections: new Map(), rows: new Map() },
    listOf: new Map(),
  };
  // Names have to be known before the first condition is read.
  for (const line of survey.lines)
    if (readType(line.text('type')).is === 'question' || line.text('name') !== '')
      renamed.question(line.text('name') || 'q');
  const definition: Definition = { languages, sections: readSections(reading, readTree(survey, problems)) };
  sayBounds(definition, survey, problems);
  const before = problems.errorCount;
  for (const problem of definitionProblems(definition))
    if (before === 0 || !followsFromAnother(problem, reading, survey)) sayProblem(reading, choices, problem);
  return done(problems.errorCount === 0 ? definitionSchema.parse(definition) : definition);
}

/** Whether the columns without which nothing can be read are there; names those that are not read. */
function holdColumns(survey: SheetTable, problems: FileProblems): boolean {
  const line = 1;
  for (const key of ['type', 'name'])
    if (!survey.headings.some((heading) => heading.key === key))
      problems.error({
        key: 'surveys.xlsform.no_column',
        params: { column: key },
        sheet: survey.sheet,
        line,
        column: '',
      });
  for (const { key, column } of survey.headings) {
    const isUsed = survey.lines.some((each) => each.text(key) !== '');
    if (!read.has(key) && isUsed)
      problems.notice({
        key: 'surveys.xlsform.column_ignored',
        params: { found: key.slice(0, 60) },
        sheet: survey.sheet,
        line,
        column: letter(column),
      });
  }
  return problems.errorCount === 0;
}

/** The default language first, then those of the headings in their order. */
function languagesOf(survey: SheetTable, choices: SheetTable | undefined, asDefault: string): string[] {
  const named = [...survey.headings, ...(choices?.headings ?? [])].flatMap(({ key, locale }) =>
    locale !== null && (key === 'label' || key === 'hint') ? [locale] : [],
  );
  const plain = survey.headings.some(({ key, locale }) => key === 'label' && locale === null);
  const stated = asDefault === '' ? null : localeNamed(asDefault);
  const guess = survey.lines.some((line) => /\p{Script=Han}/u.test(line.text('label'))) ? 'zh-CN' : 'en';
  const first = stated && (plain || named.includes(stated)) ? stated : plain || named.length === 0 ? guess : named[0];
  return [...new Set([first ?? guess, ...named])].slice(0, bounds.locales);
}

function sayBounds(definition: Definition, { sheet }: SheetTable, problems: FileProblems): void {
  const say = (key: string) => problems.error({ key, sheet, line: 0, column: '' });
  if (questionsOf(definition).length > bounds.questions) say('surveys.wrong.too_many_questions');
  if (definition.sections.length > bounds.sections) say('surveys.wrong.too_many_sections');
  if (Buffer.byteLength(JSON.stringify(definition)) > bounds.definition_bytes) say('surveys.wrong.too_large');
}

/** Whether a problem is there only because a line could not be read, which has been said. */
function followsFromAnother(
  { key, params, place }: DefinitionProblem,
  reading: FileReading,
  survey: SheetTable,
): boolean {
  switch (key) {
    case 'surveys.fault.nothing_asked':
    case 'surveys.fault.no_rows':
      return true;
    case 'surveys.fault.few_choices':
      return !reading.lists.has(reading.listOf.get(place.question ?? '') ?? '');
    case 'surveys.fault.unknown_name':
      return survey.lines.some((line) => reading.renamed.question(line.text('name') || 'q') === params?.name);
    default:
      return false;
  }
}

/** A problem of the questionnaire, said where the file has it. Missing translations are no errors: they can come later. */
function sayProblem(
  reading: FileReading,
  choices: SheetTable | undefined,
  { key, params, place, blocks }: DefinitionProblem,
): void {
  const { problems, lines } = reading;
  const say = (problem: FileProblem) => (blocks ? problems.error(problem) : problems.notice(problem));
  const shared = { key, ...(params && { params }) };
  const entry =
    place.question && place.item !== undefined
      ? entryAt(reading.lists, reading.listOf.get(place.question), place.item)
      : undefined;
  if (place.field === 'choices' && entry && choices) {
    const line = choices.lines.find((each) => each.line === entry.line);
    const column = line?.column(place.locale ? 'label' : 'name', place.locale) ?? '';
    say({ ...shared, sheet: choices.sheet, line: entry.line, column });
    return;
  }
  const row = place.question ? lines.questions.get(place.question) : lines.sections.get(place.section);
  const column = columnOf(place.field ?? 'name');
  say({ ...shared, sheet: reading.sheet, line: row?.line ?? 0, column: row?.column(column, place.locale) ?? '' });
}

const entryAt = (lists: Lists, list: string | undefined, item: number) =>
  list === undefined ? undefined : lists.get(list)?.[item];

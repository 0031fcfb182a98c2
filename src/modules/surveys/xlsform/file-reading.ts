import type { FileProblems } from './file-problems.ts';
import type { Lists } from './read-choices.ts';
import type { Renamed } from './renamed.ts';
import type { Line } from './sheet-table.ts';

/** What is known while a file is read. */
export type FileReading = {
  sheet: string;
  problems: FileProblems;
  lists: Lists;
  renamed: Renamed;
  /** words without a language are in this one */
  defaultLanguage: string;
  /** the words beside a field to write in: 其他 */
  otherLabel: (locale: string) => string;
  /** locales that stand in the file, in their order */
  languages: readonly string[];
  /** where each question, page and row of a matrix stands */
  lines: { questions: Map<string, Line>; sections: Map<string, Line>; rows: Map<string, Line> };
  /** the list of each question */
  listOf: Map<string, string>;
};

/** Words of a line by locale: those without a language are in the default one, where that has none of its own. */
export function wordsOf(
  { defaultLanguage }: Pick<FileReading, 'defaultLanguage'>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const { '': plain, ...words } = given;
  return plain === undefined || words[defaultLanguage] ? words : { [defaultLanguage]: plain, ...words };
}

/** Reports something about a cell of a line. */
export function sayAt(
  reading: Pick<FileReading, 'sheet' | 'problems'>,
  level: 'error' | 'notice',
  key: string,
  row: Line,
  column: string,
  params?: Record<string, string | number>,
): void {
  reading.problems[level]({
    key: `surveys.xlsform.${key}`,
    sheet: reading.sheet,
    line: row.line,
    column: row.column(column),
    ...(params && { params }),
  });
}

/** `yes`, `true()`, `1` and the like. */
export function isYes(text: string): boolean | null {
  const plain = text.normalize('NFKC').trim().toLowerCase().replace(/\(\)$/, '');
  if (['yes', 'true', '1', 'y', 'x', '\u662f', '\u5fc5\u586b', '\u5fc5\u7b54'].includes(plain)) return true;
  return ['', 'no', 'false', '0', 'n', '\u5426'].includes(plain) ? false : null;
}

/** `start=1 end=10; step=1`, whatever stands between. */
export function parametersOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/([A-Za-z_-]+)\s*=\s*([^\s;,]+)/g))
    found.set(key.toLowerCase(), value);
  return found;
}

import { columnName } from '../../../kernel/sheets/index.ts';

/** Something about one cell or line of a file. */
export type FileProblem = {
  /** message key `surveys.xlsform.*`, `surveys.fault.*` or `surveys.expression.*` */
  key: string;
  params?: Record<string, string | number>;
  sheet: string;
  /** as a person counts lines; 0: the sheet as a whole */
  line: number;
  /** `D`; empty: the whole line */
  column: string;
};

/** Of each kind; more are counted only. */
export const mostProblems = 200;

/** What was found in a file: errors keep it from being taken over, notices say what is different from now on. */
export class FileProblems {
  readonly errors: FileProblem[] = [];
  readonly notices: FileProblem[] = [];
  errorCount = 0;

  error(problem: FileProblem): void {
    this.errorCount += 1;
    if (this.errors.length < mostProblems) this.errors.push(problem);
  }

  notice(problem: FileProblem): void {
    if (this.notices.length < mostProblems) this.notices.push(problem);
  }
}

/** Where it stands as spreadsheet programs write it: `survey!D14`, `choices!7`. */
export function placeOf({ sheet, line, column }: Pick<FileProblem, 'sheet' | 'line' | 'column'>): string {
  return line === 0 ? sheet : `${sheet}!${column}${line}`;
}

/** Errors by sheet, line and column. */
export function inOrder(problems: readonly FileProblem[]): FileProblem[] {
  const sheets = ['survey', 'choices', 'settings'];
  const rank = ({ sheet }: FileProblem): number =>
    (sheets.indexOf(sheet.toLowerCase()) + sheets.length + 1) % (sheets.length + 1);
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) || a.line - b.line || a.column.length - b.column.length || (a.column < b.column ? -1 : 1),
  );
}

export const letter = (column: number | undefined): string => (column === undefined ? '' : columnName(column));

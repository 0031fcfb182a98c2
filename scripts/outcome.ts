import { stripVTControlCharacters } from 'node:util';

/** What failed and why, in some lines. */
export type Failure = { name: string; error: string };

/** What came of the build, the checks or a run of tests. */
export type Outcome = { passed: number; skipped: number; failures: Failure[] };

const SHOWN = 15;
const WIDEST = 300;

/** Each failure with the first lines of what was wrong, then the line that counts. */
export function summary(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap((each) => each.failures);
  const passed = outcomes.reduce((total, each) => total + each.passed, 0);
  return `${failures.map(failureText).join('')}${passed} passed, ${failures.length} failed\n`;
}

function failureText({ name, error }: Failure): string {
  const lines = error.trimEnd().split('\n');
  const shown = lines.slice(0, SHOWN).map((line) => `  ${line.slice(0, WIDEST)}`);
  if (lines.length > SHOWN) shown.push(`  and ${lines.length - SHOWN} more lines`);
  return [`FAILED ${name}`, ...shown.map((line) => line.trimEnd()), '\n'].join('\n');
}

/** The end of what a program printed, as much as is shown below a line that says whose it is. */
export function lastLines(printed: string): string {
  return stripVTControlCharacters(printed)
    .trimEnd()
    .split('\n')
    .slice(1 - SHOWN)
    .join('\n');
}

/**
 * `bin/test`: build, every check, every test, every journey. The last line counts all of them. With arguments, only the
 * test files whose path holds one of them, and no checks.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser, preparePdfReader } from './browser.ts';
import { build } from './build.ts';
import { runChecks } from './check.ts';
import { NODE, ROOT } from './checks/project.ts';
import { lastLines, type Outcome, summary } from './outcome.ts';

const HELP = `Usage: bin/test [PATTERN ...]

Builds, runs bin/check, all tests on a PostgreSQL of their own, and the journeys in a real browser.
With patterns: only the test files whose path holds one of them, without the checks.
At the end it names everything that failed, with the first lines of the error. The last line is 'N passed, N failed'; the
exit code is 0 when nothing failed.
`;

async function main(patterns: string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [await buildAll()];
  if (patterns.length === 0) {
    title('Checks');
    outcomes.push(await check());
  }
  const isAsked = (file: string) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern));
  const journeys = globSync('test/journeys/**/*.test.ts', { cwd: ROOT }).filter(isAsked);
  if (patterns.length === 0 || journeys.length === 0 || hasOtherTests(isAsked)) {
    title('Tests');
    if (!preparePdfReader())
      process.stderr.write('The tests of PDF files need pdftotext: apt-get install poppler-utils.\n');
    outcomes.push(await runVitest('code', patterns));
  }
  if (patterns.length === 0 || journeys.length > 0) {
    title('Journeys');
    outcomes.push(await runJourneys(patterns));
  }
  return outcomes;
}

function hasOtherTests(isAsked: (file: string) => boolean): boolean {
  const files = globSync('{src,scripts,test,bench,demo}/**/*.test.{ts,tsx}', { cwd: ROOT });
  return files.some((file) => !file.startsWith('test/journeys/') && isAsked(file));
}

function title(text: string): void {
  process.stderr.write(`\n${text}\n`);
}

async function buildAll(): Promise<Outcome> {
  try {
    await build({ ifChanged: true });
    return { passed: 1, skipped: 0, failures: [] };
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`The build failed:\n${message}\n`);
    return failure('build', message);
  }
}

function failure(name: string, error: string): Outcome {
  return { passed: 0, skipped: 0, failures: [{ name, error }] };
}

async function check(): Promise<Outcome> {
  const { passed, steps } = await runChecks();
  const failed = steps.filter(({ problems }) => problems.length > 0);
  const failures = failed.map(({ name, problems }) => ({ name: `bin/check ${name}`, error: problems.join('\n') }));
  return { passed, skipped: 0, failures };
}

async function runJourneys(patterns: string[]): Promise<Outcome> {
  const found = prepareBrowser();
  if ('missing' in found) {
    process.stderr.write(`${found.missing}\n`);
    return failure('journeys', found.missing);
  }
  return runVitest('journeys', patterns, { CHROMIUM_PATH: found.browser });
}

/** A file that could not be loaded, an error outside any test and a run without tests count as failures too. */
async function runVitest(project: string, patterns: string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const report = join(ROOT, `dist/test-${project}-${process.pid}.json`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/test-reporter.ts')}`];
  const vitest = join(ROOT, 'node_modules/.bin/vitest');
  const child = spawn(NODE, [vitest, 'run', '--project', project, ...reporters, ...patterns], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...(process.stderr.isTTY && { FORCE_COLOR: '1' }), ...process.env, TEST_REPORT: report, ...environment },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      printed = (printed + text).slice(-10_000);
    });
  const ended = await new Promise<string>((done) =>
    child.on('close', (code, signal) => done(signal ?? (code === 0 ? '' : `exit code ${code}`))),
  );
  const outcome = readReport(report);
  rmSync(report, { force: true });
  const isWell = ended === '' && (outcome?.passed ?? 0) > 0;
  if (outcome && (isWell || outcome.failures.length > 0)) return outcome;
  const why = `ended with ${ended || 'no test run'} and named no failed test; it printed last:`;
  const failures = [{ name: `vitest --project ${project}`, error: `${why}\n${lastLines(printed)}` }];
  return { passed: 0, skipped: 0, ...outcome, failures };
}

/** Null where the run did not come so far as to write it. */
function readReport(file: string): Outcome | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return null;
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP);
} else {
  const outcomes = await main(args.filter((arg) => !arg.startsWith('-')));
  const skipped = outcomes.reduce((total, each) => total + each.skipped, 0);
  if (skipped > 0) process.stderr.write(`\n${skipped} skipped\n`);
  process.exitCode = outcomes.every(({ failures }) => failures.length === 0) ? 0 : 1;
  // After everything on standard error, so that it is the last line wherever both go to one place.
  process.stdout.write(summary(outcomes));
}

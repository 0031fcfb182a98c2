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

type Counts = { passed: number; failed: number; skipped?: number };

const HELP = `Usage: bin/test [PATTERN ...]

Builds, runs bin/check, all tests on a PostgreSQL of their own, and the journeys in a real browser.
With patterns: only the test files whose path holds one of them, without the checks.
The last line is 'N passed, N failed'; the exit code is 0 when nothing failed.
`;

async function main(patterns: string[]): Promise<Counts[]> {
  const counts: Counts[] = [await buildAll()];
  if (patterns.length === 0) {
    title('Checks');
    counts.push(await runChecks());
  }
  const isAsked = (file: string) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern));
  const journeys = globSync('test/journeys/**/*.test.ts', { cwd: ROOT }).filter(isAsked);
  if (patterns.length === 0 || journeys.length === 0 || hasOtherTests(isAsked)) {
    title('Tests');
    if (!preparePdfReader())
      process.stderr.write('The tests of PDF files need pdftotext: apt-get install poppler-utils.\n');
    counts.push(await runVitest('code', patterns));
  }
  if (patterns.length === 0 || journeys.length > 0) {
    title('Journeys');
    counts.push(await runJourneys(patterns));
  }
  return counts;
}

function hasOtherTests(isAsked: (file: string) => boolean): boolean {
  const files = globSync('{src,scripts,test,bench,demo}/**/*.test.{ts,tsx}', { cwd: ROOT });
  return files.some((file) => !file.startsWith('test/journeys/') && isAsked(file));
}

function title(text: string): void {
  process.stderr.write(`\n${text}\n`);
}

async function buildAll(): Promise<Counts> {
  try {
    await build({ ifChanged: true });
    return { passed: 1, failed: 0 };
  } catch (error) {
    process.stderr.write(`The build failed:\n${(error as Error).message}\n`);
    return { passed: 0, failed: 1 };
  }
}

async function runJourneys(patterns: string[]): Promise<Counts> {
  const found = prepareBrowser();
  if ('missing' in found) {
    process.stderr.write(`${found.missing}\n`);
    return { passed: 0, failed: 1 };
  }
  return runVitest('journeys', patterns, { CHROMIUM_PATH: found.browser });
}

/** A file that could not be loaded, an error outside any test and a run without tests count as failures too. */
async function runVitest(project: string, patterns: string[], environment: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const report = join(ROOT, `dist/test-${project}-${process.pid}.json`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(ROOT, 'node_modules/.bin/vitest');
  const child = spawn(NODE, [vitest, 'run', '--project', project, ...reporters, ...patterns], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
  });
  const status = await new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)));
  const counts = readReport(report);
  rmSync(report, { force: true });
  const total = counts.passed + counts.failed;
  return status !== 0 && counts.failed === 0
    ? { ...counts, failed: 1 }
    : total === 0
      ? { ...counts, failed: 1 }
      : counts;
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
};

function readReport(file: string): Required<Counts> {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const broken = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
    );
    const failed = report.numFailedTests + broken.length;
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP);
} else {
  const counts = await main(args.filter((arg) => !arg.startsWith('-')));
  const sum = (pick: (each: Counts) => number) => counts.reduce((total, each) => total + pick(each), 0);
  const failed = sum((each) => each.failed);
  const skipped = sum((each) => each.skipped ?? 0);
  if (skipped > 0) process.stderr.write(`\n${skipped} skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
  // After everything on standard error, so that it is the last line wherever both go to one place.
  process.stdout.write(`${sum((each) => each.passed)} passed, ${failed} failed\n`);
}

/**
 * `bin/check [STEP ...] [--json]`: every rule that the source is held to, each step timed. Ends with a line that counts.
 */
import { pathToFileURL } from 'node:url';
import type { Check } from './checks/check.ts';
import { chinese } from './checks/chinese.ts';
import { contentSecurity } from './checks/content-security.ts';
import { database } from './checks/database.ts';
import { imports } from './checks/imports.ts';
import { licences } from './checks/licences.ts';
import { lock } from './checks/lock.ts';
import { messageKeys } from './checks/message-keys.ts';
import { sizes } from './checks/sizes.ts';
import { sqlPlace } from './checks/sql-place.ts';
import { lint, shell, types, unused } from './checks/tools.ts';
import { trackedContent } from './checks/tracked-files.ts';

const CHECKS: Check[] = [
  types,
  lint,
  imports,
  sizes,
  unused,
  messageKeys,
  chinese,
  sqlPlace,
  contentSecurity,
  database,
  licences,
  lock,
  trackedContent,
  shell,
];
const SHOWN = 60;

type StepResult = { name: string; problems: string[]; seconds: number };
export type CheckResult = { passed: number; failed: number; steps: StepResult[] };

/** Runs the steps one after the other and reports each on standard error. */
export async function runChecks(checks: Check[] = CHECKS): Promise<CheckResult> {
  const steps: StepResult[] = [];
  for (const check of checks) {
    const step = await runStep(check);
    steps.push(step);
    report(check, step);
  }
  const failed = steps.filter(({ problems }) => problems.length > 0).length;
  return { passed: steps.length - failed, failed, steps };
}

async function runStep({ name, run }: Check): Promise<StepResult> {
  const started = performance.now();
  let problems: string[];
  try {
    problems = await run();
  } catch (error) {
    problems = [(error as Error).stack ?? String(error)];
  }
  return { name, problems, seconds: Math.round(performance.now() - started) / 1000 };
}

function report({ claim }: Check, { name, problems, seconds }: StepResult): void {
  const mark = problems.length === 0 ? '✓' : '✗';
  process.stderr.write(`${mark} ${name.padEnd(9)} ${claim} (${seconds.toFixed(1)} s)\n`);
  for (const problem of problems.slice(0, SHOWN)) process.stderr.write(`    ${problem.replaceAll('\n', '\n    ')}\n`);
  if (problems.length > SHOWN) process.stderr.write(`    and ${problems.length - SHOWN} more\n`);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write('Usage: bin/check [STEP ...] [--json]\n\n');
    for (const { name, claim } of CHECKS) process.stdout.write(`  ${name.padEnd(10)} ${claim}\n`);
    return;
  }
  const names = args.filter((arg) => !arg.startsWith('-'));
  const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no step ${unknown.join(', ')}; see bin/check --help.\n`);
    process.exitCode = 2;
    return;
  }
  const result = await runChecks(CHECKS.filter(({ name }) => names.length === 0 || names.includes(name)));
  process.exitCode = result.failed === 0 ? 0 : 1;
  const counts = `${result.passed} passed, ${result.failed} failed`;
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(result)}\n` : `${counts}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();

import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestModule, TestRunEndReason, TestSuite, Vitest } from 'vitest/node';
import type { Outcome } from './outcome.ts';

type Told = Parameters<NonNullable<Reporter['onTestRunEnd']>>[1][number] & {
  diff?: string;
  VITEST_TEST_PATH?: string;
};

/** Writes what came of a run of Vitest, an `Outcome` as JSON, into the file that TEST_REPORT names. */
export default class TestReporter implements Reporter {
  #root = '';

  onInit(vitest: Vitest): void {
    this.#root = `${vitest.config.root}/`;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Told[], reason: TestRunEndReason): void {
    const outcome: Outcome = { passed: 0, skipped: 0, failures: [] };
    const add = (name: string, errors: readonly Told[]) =>
      outcome.failures.push({ name, error: errors.map((each) => this.#textOf(each)).join('\n') });
    for (const module of modules) {
      const file = module.relativeModuleId;
      // A file that could not be loaded, and a hook that failed for many tests, are no test that failed.
      const around: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
      for (const each of around)
        if (each.errors().length > 0) add('fullName' in each ? `${file} > ${each.fullName}` : file, each.errors());
      const isUnended = module.state() === 'pending' || module.state() === 'queued';
      if (isUnended && reason !== 'interrupted') add(file, [{ message: 'did not come to its end' }]);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') outcome.passed++;
        else if (state === 'failed') add(`${file} > ${test.fullName}`, errors);
        else outcome.skipped++;
      }
    }
    for (const error of unhandled)
      add([error.VITEST_TEST_PATH?.replace(this.#root, ''), 'outside any test'].filter(Boolean).join(' > '), [error]);
    writeFileSync(process.env.TEST_REPORT ?? '', JSON.stringify(outcome));
  }

  /** What was wrong, where, and what differs; not the way through other people's code. */
  #textOf({ name, message, stack, diff, cause }: Told): string {
    const frames = (stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line) && !/node_modules|node:|<anonymous>/.test(line))
      .map((line) => line.trim().replaceAll(this.#root, ''));
    return stripVTControlCharacters(
      [
        `${name ?? 'Error'}: ${message}`,
        ...frames.slice(0, 3),
        ...(diff ? [diff] : []),
        ...(cause ? [`because of ${this.#textOf(cause)}`] : []),
      ].join('\n'),
    );
  }
}

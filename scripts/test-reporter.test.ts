import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NODE, ROOT } from './checks/project.ts';
import type { Outcome } from './outcome.ts';

const files = {
  'killed.test.ts': "it('kills its process', () => { process.kill(process.pid, 'SIGKILL'); });",
  'fails.test.ts': `
    it('adds', () => expect([1, 2]).toEqual([1, 3]));
    it('passes', () => {});
    it.skip('is left out', () => {});
    describe('with a hook', () => {
      beforeAll(() => { throw new Error('the hook broke'); });
      it('never runs', () => {});
    });`,
  'broken.test.ts': "import './missing.ts';",
  'late.test.ts': `
    it('forgets a promise', async () => {
      void Promise.reject(new Error('nobody waited'));
      await new Promise((done) => setTimeout(done, 20));
    });`,
};

it('tells what failed in tests, in hooks, in files that cannot be loaded and outside of all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongxin-reporter-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const reporter = `--reporter=${join(ROOT, 'scripts/test-reporter.ts')}`;
    const given = ['run', '--root', folder, '--globals', '--no-cache', reporter];
    const report = join(folder, 'report.json');
    const { status, stderr } = spawnSync(NODE, [join(ROOT, 'node_modules/.bin/vitest'), ...given], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TEST_REPORT: report },
    });
    expect([status, stderr]).toEqual([1, '']);
    const { passed, skipped, failures } = JSON.parse(readFileSync(report, 'utf8')) as Outcome;
    expect({ passed, skipped }).toEqual({ passed: 2, skipped: 3 });
    const told = Object.fromEntries(failures.map(({ name, error }) => [name, error.trim().split('\n')]));
    expect(told).toEqual({
      'broken.test.ts': [expect.stringContaining("Cannot find module './missing.ts'"), 'at broken.test.ts:1:1'],
      'fails.test.ts > adds': expect.arrayContaining([
        'AssertionError: expected [ 1, 2 ] to deeply equal [ 1, 3 ]',
        expect.stringMatching(/^at fails\.test\.ts:2:\d+$/),
        '-   3,',
        '+   2,',
      ]),
      'fails.test.ts > with a hook': ['Error: the hook broke', expect.stringMatching(/^at fails\.test\.ts:6:\d+$/)],
      'killed.test.ts': ['Error: did not come to its end'],
      'outside any test': expect.arrayContaining([expect.stringContaining('Worker exited unexpectedly')]),
      'late.test.ts > outside any test': ['Error: nobody waited', expect.stringMatching(/^at late\.test\.ts:3:\d+$/)],
    });
    expect(failures).toHaveLength(6);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

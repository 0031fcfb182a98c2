import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// `node_modules/.bin/vitest` starts on whatever Node is first in PATH; the tests run on the one the project ships with.
const node = join(import.meta.dirname, 'node_modules/.bin/node');
if (Number.parseInt(process.versions.node, 10) < 24 && process.argv[1]?.includes('vitest') && existsSync(node)) {
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const globalSetup = ['scripts/test-setup.ts', 'test/global-setup.ts'].filter((file) => existsSync(file));
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;
const shared = { pool: 'forks', env: { TZ: 'UTC' } } as const;

export default defineConfig({
  test: {
    // Here and not in the projects, so that it runs once.
    globalSetup,
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        oxc,
        test: {
          ...shared,
          name: 'code',
          include: ['{src,scripts,test,bench,demo}/**/*.test.{ts,tsx}'],
          exclude: ['test/journeys/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        oxc,
        test: {
          ...shared,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

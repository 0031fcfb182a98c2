import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const globalSetup = ['scripts/test-setup.ts', 'test/global-setup.ts'].filter((file) => existsSync(file));

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    globalSetup,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['{src,scripts,test,bench,demo}/**/*.test.{ts,tsx}'],
          exclude: ['test/journeys/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

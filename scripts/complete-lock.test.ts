import { expect, it } from 'vitest';
import { completeLock } from './complete-lock.ts';

it('adds what parents ask for and npm left out, told apart by the machine it is for', () => {
  const there = { version: '2.0.0', optional: true };
  const lock = {
    packages: {
      'node_modules/linter': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: { '@linter/cli-linux-x64': '2.0.0', '@linter/cli-linux-x64-musl': '2.0.0' },
      },
      'node_modules/@linter/cli-linux-x64': there,
      'node_modules/words': { version: '1.2.3', optionalDependencies: { 'words-win32-ia32-msvc': '1.2.3' } },
    },
  };
  expect(completeLock(lock)).toEqual(['@linter/cli-linux-x64-musl', 'words-win32-ia32-msvc']);
  expect(lock.packages).toMatchObject({
    'node_modules/@linter/cli-linux-x64': there,
    'node_modules/@linter/cli-linux-x64-musl': {
      version: '2.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
    },
    'node_modules/words-win32-ia32-msvc': { version: '1.2.3', os: ['win32'], cpu: ['ia32'], optional: true },
  });
  expect(completeLock(lock)).toEqual([]);
});

it('invents nothing', () => {
  const asking = (name: string, version: string) => ({
    packages: { 'node_modules/a': { optionalDependencies: { [name]: version } } },
  });
  expect(() => completeLock(asking('a-linux-x64', '^1.0.0'))).toThrow('only exact versions');
  expect(() => completeLock(asking('helper', '1.0.0'))).toThrow('which machine');
});

import { execFileSync } from 'node:child_process';
import type { Check } from './check.ts';
import { filesOf, problemsOf } from './project.ts';

export const types: Check = {
  name: 'types',
  claim: 'the whole of it type-checks, strictly',
  run: () => problemsOf('tsc', ['--noEmit', '--pretty', 'false']),
};

export const lint: Check = {
  name: 'lint',
  claim: 'formatted and without lint, TypeScript and CSS',
  run: () => problemsOf('biome', ['ci', '--colors=off', '--max-diagnostics=200', '--diagnostic-level=warn']),
};

export const unused: Check = {
  name: 'unused',
  claim: 'no file, export or dependency is unused',
  run: () => problemsOf('knip', ['--no-progress']),
};

export const shell: Check = {
  name: 'shell',
  claim: 'the commands in bin/ are shell that bash can read, and can be executed',
  run() {
    return filesOf('bin/*', 'bin/.prepare', '.ci/run').flatMap((file) => {
      try {
        execFileSync('bash', ['-n', file], { stdio: 'pipe', encoding: 'utf8' });
        if (!file.endsWith('.prepare')) execFileSync('test', ['-x', file]);
        return [];
      } catch (error) {
        return [`${file}: ${(error as { stderr?: string }).stderr?.trim() || 'cannot be executed'}`];
      }
    });
  },
};

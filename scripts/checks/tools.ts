import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import type { Check } from './check.ts';
import { filesOf, problemsOf, ROOT, runTool } from './project.ts';

export const types: Check = {
  name: 'types',
  claim: 'the whole of it type-checks, strictly',
  run: () => problemsOf('tsc', ['--noEmit', '--pretty', 'false']),
};

export const lint: Check = {
  name: 'lint',
  claim: 'formatted and without lint, TypeScript and CSS',
  async run() {
    const options = ['--colors=off', '--max-diagnostics=none', '--diagnostic-level=warn', '--reporter=github'];
    const { status, output } = await runTool('biome', ['ci', '--error-on-warnings', ...options]);
    if (status === 0) return [];
    const problems = output.split('\n').flatMap(shortened);
    return problems.length > 0 ? problems : [output];
  },
};

/** `::error title=rule,file=a.ts,line=3,...::what` as `a.ts:3 what (rule)`; other lines are left out. */
function shortened(line: string): string[] {
  const match = /^::\w+ title=([^,]*),file=([^,]*),line=(\d+).*?::(.*)$/.exec(line);
  return match === null ? [] : [`${relative(ROOT, match[2] ?? '')}:${match[3]} ${match[4]} (${match[1]})`];
}

export const unused: Check = {
  name: 'unused',
  claim: 'no file, export or dependency is unused',
  run: async () =>
    (await problemsOf('knip', ['--no-progress', '--reporter', 'compact'])).flatMap((text) => text.split('\n')),
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

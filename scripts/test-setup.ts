import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Before any test: messages, styles and islands as the server will read them. `bin/test` has built strictly before. */
export default function setup(): void {
  try {
    const build = [join(ROOT, 'scripts/build.ts'), '--if-changed'];
    execFileSync(join(ROOT, 'node_modules/.bin/node'), build, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    process.stderr.write('The tests run against the last build that succeeded.\n');
  }
}

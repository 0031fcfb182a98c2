import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { ROOT, read } from './project.ts';

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages under other terms that may be given on with the program, and why. */
const EXCEPTIONS: [pattern: RegExp, licence: string, reason: string][] = [
  [
    /^@img\/sharp-(libvips-)?/,
    'LGPL-3.0-or-later',
    'libvips is a library of its own that sharp loads; it can be replaced',
  ],
];

type Entry = { dev?: boolean; devOptional?: boolean; license?: string; link?: boolean };

/** Read from what is installed, not from the registry's claims. */
export const licences: Check = {
  name: 'licences',
  claim: 'every dependency that runs in production is under a permissive licence',
  run() {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
    const problems: string[] = [];
    let seen = 0;
    for (const [path, entry] of Object.entries(packages)) {
      // Packages for other machines are not here to be read; the same project publishes them under the same terms.
      if (path === '' || entry.dev || !existsSync(join(ROOT, path, 'package.json'))) continue;
      seen += 1;
      const problem = problemOf(path.replace(/^.*node_modules\//, ''), path);
      if (problem !== undefined) problems.push(problem);
    }
    if (seen < 50) problems.push(`only ${seen} packages were found in package-lock.json; this cannot be all`);
    return problems;
  },
};

function problemOf(name: string, path: string): string | undefined {
  const { license, licenses } = JSON.parse(read(`${path}/package.json`)) as {
    license?: unknown;
    licenses?: { type: string }[];
  };
  const stated = typeof license === 'string' ? license : (licenses?.map(({ type }) => type).join(' OR ') ?? '');
  if (isPermissive(stated, name)) return undefined;
  return `${name} is under ${stated || 'no stated licence'}`;
}

/** Reads an SPDX expression: one of those joined by OR is enough, all of those joined by AND are needed. */
function isPermissive(expression: string, name: string): boolean {
  const bare = expression.replace(/[()]/g, '').trim();
  return bare
    .split(/\s+OR\s+/)
    .some((choice) =>
      choice.split(/\s+AND\s+/).every((licence) => PERMISSIVE.has(licence) || isException(name, licence)),
    );
}

function isException(name: string, licence: string): boolean {
  return EXCEPTIONS.some(([pattern, excepted]) => pattern.test(name) && excepted === licence);
}

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
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages under other terms that may be given on with the program, and why. */
const EXCEPTIONS: [pattern: RegExp, licence: string, reason: string][] = [
  [/^@expo-google-fonts\//, 'OFL-1.1', 'a font, embedded in documents as its licence allows; reserves only its name'],
  [/^png-js$/, '', 'its package.json names none, its LICENSE file is MIT'],
  [/^web-push$/, 'MPL-2.0', 'used as it is published; its terms reach only changes to its own files'],
  [
    /^@img\/sharp-(libvips-)?/,
    'LGPL-3.0-or-later',
    'libvips is a library of its own that sharp loads; it can be replaced',
  ],
];

type Requirements = Record<string, string>;
type Entry = {
  dependencies?: Requirements;
  optionalDependencies?: Requirements;
  peerDependencies?: Requirements;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};
type Packages = Record<string, Entry>;

/** Read from what is installed, not from the registry's claims. */
export const licences: Check = {
  name: 'licences',
  claim: 'every dependency that runs in production is under a permissive licence',
  run() {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Packages };
    // Packages for other machines are not here to be read; the same projects publish them under the same terms.
    const installed = [...neededInProduction(packages)].filter((path) => existsSync(join(ROOT, path, 'package.json')));
    const problems = installed.flatMap((path) => problemOf(path.replace(/^.*node_modules\//, ''), path) ?? []);
    return installed.length < 50 ? [...problems, `only ${installed.length} packages were found`] : problems;
  },
};

function neededInProduction(packages: Packages): Set<string> {
  const needed = new Set<string>();
  const waiting = [''];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const name of namesRequired(packages[path] ?? {})) {
      const found = locate(name, path, packages);
      if (found === undefined || needed.has(found)) continue;
      needed.add(found);
      waiting.push(found);
    }
  }
  return needed;
}

function namesRequired({
  dependencies,
  optionalDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: Entry): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers];
}

/** As Node does: beside the one that asks, then in each folder above. */
function locate(name: string, from: string, packages: Packages): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

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

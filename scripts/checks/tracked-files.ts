import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { ROOT, trackedFiles } from './project.ts';

/** What ties a file to one machine or one network. The parts are joined here so that this file does not find itself. */
const TIES: [pattern: RegExp, what: string][] = [
  [new RegExp(['/(?:work|home/[a-z][\\w-]*|Users/\\w+)', '[\\w.-]+'].join('/')), 'a path of one machine'],
  [new RegExp(['registry', '(npmjs|npmmirror|yarnpkg|taobao)'].join('\\.')), 'the host of a registry'],
  [/"resolved": "https?:/, 'the address a package came from (see omit-lockfile-registry-resolved in .npmrc)'],
];
const BINARY = /\.(png|jpg|jpeg|webp|gif|ico|woff2?|xlsx|pdf|zip|gz|ttf|otf)$/;
const LIMIT_BYTES = 2 * 1024 * 1024;

export const trackedContent: Check = {
  name: 'tracked',
  claim: 'no tracked file names a machine or a registry, or is over 2 MB',
  run() {
    return trackedFiles().flatMap((file) => {
      const stat = lstatSync(join(ROOT, file), { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile()) return [];
      const large = stat.size > LIMIT_BYTES ? [`${file} has ${(stat.size / 1024 / 1024).toFixed(1)} MB`] : [];
      return BINARY.test(file) ? large : [...large, ...tiesIn(file)];
    });
  },
};

function tiesIn(file: string): string[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    TIES.filter(([pattern]) => pattern.test(line)).map(([, what]) => `${file}:${index + 1} holds ${what}`),
  );
}

/**
 * Puts back into package-lock.json what npm leaves out of it: packages for other machines, when the registry at hand does
 * not carry them or when node_modules was there already. Without them `npm ci` refuses the lock on every machine.
 * Run it after `npm install`: `node scripts/complete-lock.ts`.
 */
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeIfChanged } from './write-if-changed.ts';

const FILE = join(import.meta.dirname, '../package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];

type Entry = {
  version?: string;
  cpu?: string[];
  dev?: boolean;
  devOptional?: boolean;
  libc?: string[];
  optional?: boolean;
  os?: string[];
  optionalDependencies?: Record<string, string>;
};
export type Lock = { packages: Record<string, Entry> };

/** Adds the entries that are missing and returns their names, sorted. Versions are those their parents ask for. */
export function completeLock(lock: Lock): string[] {
  const added: string[] = [];
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      // A parent may keep its own copy beneath it.
      if (lock.packages[path] !== undefined || lock.packages[`${parent}/${path}`] !== undefined) continue;
      lock.packages[path] = describe(name, version, entry);
      added.push(name);
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  return added.sort();
}

/** `@oxc-parser/binding-linux-arm64-musl` is for linux, arm64, musl: npm must know, to pass it over elsewhere. */
function describe(name: string, version: string, parent: Entry): Entry {
  if (!/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${name} is asked for as ${version}; only exact versions are known`);
  const parts = name.slice(name.lastIndexOf('/') + 1).split('-');
  const at = parts.findIndex((part) => SYSTEMS.includes(part));
  const [os, cpu, abi = ''] = parts.slice(at);
  if (at < 0 || os === undefined || cpu === undefined) throw new Error(`${name} does not say which machine it is for`);
  const libc = abi.startsWith('musl') ? ['musl'] : os === 'linux' && abi.startsWith('gnu') ? ['glibc'] : undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev && { dev: true }),
    ...(parent.devOptional && { devOptional: true }),
    ...(libc && { libc }),
    optional: true,
    os: [os],
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(readFileSync(FILE, 'utf8')) as Lock;
  const added = completeLock(lock);
  const { atime, mtime } = statSync(FILE);
  writeIfChanged(FILE, `${JSON.stringify(lock, null, 2)}\n`);
  // Nothing changes for this machine, so what is installed stays as new as the lock.
  utimesSync(FILE, atime, mtime);
  process.stderr.write(added.length === 0 ? 'package-lock.json was whole.\n' : `Added ${added.join(', ')}.\n`);
}

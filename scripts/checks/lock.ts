import { completeLock, type Lock } from '../complete-lock.ts';
import type { Check } from './check.ts';
import { read } from './project.ts';

type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;

export const lock: Check = {
  name: 'lock',
  claim: 'package-lock.json is whole, for every kind of machine, and agrees with package.json',
  run() {
    const locked = JSON.parse(read('package-lock.json')) as Lock & { packages: { '': Manifest } };
    const manifest = JSON.parse(read('package.json')) as Manifest;
    const missing = completeLock(locked).map(
      (name) => `package-lock.json lacks ${name}; run: node scripts/complete-lock.ts`,
    );
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
    return [...missing, ...kinds.flatMap((kind) => differences(manifest[kind] ?? {}, locked.packages[''][kind] ?? {}))];
  },
};

function differences(asked: Record<string, string>, locked: Record<string, string>): string[] {
  const names = [...new Set([...Object.keys(asked), ...Object.keys(locked)])];
  const differing = names.filter((name) => asked[name] !== locked[name]);
  const loose = Object.entries(asked).filter(([, version]) => !/^\d/.test(version));
  return [
    ...differing.map(
      (name) => `package.json asks for ${name} ${asked[name] ?? 'not at all'}, the lock has ${locked[name]}`,
    ),
    ...loose.map(([name, version]) => `package.json asks for ${name} ${version}, not for one version`),
  ];
}

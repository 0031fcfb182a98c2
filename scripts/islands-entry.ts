import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * The browser's entry, made at build: every `<name>.island.ts(x)` under src, loaded when an element
 * `data-island="<name>"` is on the page, by `startIslands(registry)` of src/ui/islands.ts.
 */
export function islandsEntry(root: string): Plugin {
  return {
    name: 'islands-entry',
    setup(build) {
      build.onResolve({ filter: /^islands-entry$/ }, () => ({ path: 'islands-entry', namespace: 'islands' }));
      build.onLoad({ filter: /.*/, namespace: 'islands' }, () => ({
        contents: entrySource(root),
        loader: 'ts',
        resolveDir: root,
      }));
    },
  };
}

function entrySource(root: string): string {
  const names = new Map<string, string>();
  for (const file of globSync('src/**/*.island.{ts,tsx}', { cwd: root }).sort()) {
    const name = basename(file).replace(/\.island\.tsx?$/, '');
    if (names.has(name)) throw new Error(`${file}: an island named ${name} is already in ${names.get(name)}`);
    names.set(name, file);
  }
  if (!existsSync(join(root, 'src/ui/islands.ts'))) return '';
  const registry = [...names].map(([name, file]) => `${JSON.stringify(name)}: () => import('./${file}')`);
  return `import { startIslands } from './src/ui/islands.ts';\nstartIslands({ ${registry.join(',\n')} });\n`;
}

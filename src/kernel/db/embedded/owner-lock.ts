import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess } from './process-identity.ts';

/** Who holds a data folder: a process, told from later ones of the same number by its start, on one run of one machine. */
export type Owner = { pid: number; start: string; machine: string; command: string };

export type OwnerLock = { release(): void };

const BEAT_MS = 5_000;
/** An owner on another machine (a container sharing the folder) cannot be asked: it lives while its lock is touched. */
const FOREIGN_LIFE_MS = 3 * BEAT_MS;

/**
 * Takes the lock, or returns its live owner. A lock whose owner is gone is taken over. With an owner on another machine it
 * waits until that one has shown a sign of life or has been silent for 15 s.
 */
export async function takeOwnerLock(file: string): Promise<OwnerLock | Owner> {
  for (;;) {
    if (tryCreate(file)) return hold(file);
    const owner = readOwner(file);
    if (owner !== undefined && (await isAlive(owner, file))) return owner;
    discardStale(file, owner);
  }
}

export function isOwner(result: OwnerLock | Owner): result is Owner {
  return 'pid' in result;
}

function thisProcess(): Owner {
  const start = identifyProcess(process.pid)?.start ?? '';
  const command = [basename(process.argv[1] ?? 'node'), ...process.argv.slice(2, 4)].join(' ');
  return { pid: process.pid, start, machine: thisMachine(), command };
}

function thisMachine(): string {
  try {
    return `${hostname()} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return hostname();
  }
}

/** The link makes the lock appear with its content, never empty. */
function tryCreate(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(thisProcess()), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

async function isAlive(owner: Owner, file: string): Promise<boolean> {
  if (owner.machine === thisMachine()) return identifyProcess(owner.pid)?.start === owner.start;
  const seen = beatOf(file);
  if (seen === undefined || Date.now() - seen > FOREIGN_LIFE_MS) return false;
  const deadline = Date.now() + FOREIGN_LIFE_MS;
  while (Date.now() < deadline) {
    await sleep(500);
    const beat = beatOf(file);
    if (beat === undefined) return false;
    if (beat !== seen) return true;
  }
  return false;
}

function beatOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** Two processes may find the same stale lock: whoever moved away a fresh one by mistake puts it back. */
function discardStale(file: string, stale: Owner | undefined): void {
  const moved = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, moved);
  } catch {
    return;
  }
  if (JSON.stringify(readOwner(moved)) !== JSON.stringify(stale)) {
    try {
      linkSync(moved, file);
    } catch {
      // A third one has taken it meanwhile.
    }
  }
  rmSync(moved, { force: true });
}

function hold(file: string): OwnerLock {
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The folder went away; PostgreSQL will say so better than a lock can.
    }
  }, BEAT_MS).unref();
  const release = () => {
    clearInterval(beat);
    process.off('exit', release);
    const owner = readOwner(file);
    if (owner?.pid === process.pid) rmSync(file, { force: true });
  };
  process.on('exit', release);
  return { release };
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one that was given the same number, or undefined when no such process runs.
 * `startedAt` is in seconds since 1970 and may be off by a few seconds.
 */
export type ProcessIdentity = { start: string; name: string; startedAt: number };

export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0 || !isSignallable(pid)) return undefined;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function isSignallable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const HIDDEN: ProcessIdentity = { start: 'hidden', name: 'hidden', startedAt: 0 };
/** USER_HZ: the unit of times under /proc, 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

function fromProc(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // With hidepid other people's processes answer to signal 0 but have no folder; or it has just ended.
    return isSignallable(pid) ? HIDDEN : undefined;
  }
  // The name stands in brackets and may itself contain spaces and brackets.
  const close = stat.lastIndexOf(')');
  const name = stat.slice(stat.indexOf('(') + 1, close);
  const fields = stat.slice(close + 2).split(' ');
  const state = fields[0];
  // A zombie answers to signal 0 as if it were alive; in a container nobody may ever collect it.
  if (state === 'Z' || state === 'X') return undefined;
  const start = fields[19] ?? '';
  return { start, name, startedAt: bootTime() + Number(start) / TICKS_PER_SECOND };
}

function bootTime(): number {
  return Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0);
}

function fromPs(pid: number): ProcessIdentity | undefined {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } } as const;
    const line = execFileSync('ps', ['-o', 'lstart=,stat=,comm=', '-p', String(pid)], options).trim();
    const match = /^(\w+ \w+ +\d+ [\d:]+ \d+) +(\S+) +(.*)$/.exec(line);
    if (match === null || match[2]?.startsWith('Z')) return undefined;
    const [, start = '', , command = ''] = match;
    return { start, name: command.split('/').pop() ?? '', startedAt: Date.parse(`${start} UTC`) / 1000 };
  } catch {
    return undefined;
  }
}

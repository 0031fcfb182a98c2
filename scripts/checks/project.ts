import { execFileSync, spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const NODE = join(ROOT, 'node_modules/.bin/node');

/** Paths relative to the root, sorted. */
export function filesOf(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT, exclude: ['**/node_modules/**'] }).sort();
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Files that git knows or would add: what a clone of the next commit holds. */
export function trackedFiles(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return execFileSync('git', list, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter((file) => file !== '');
}

export type Outcome = { status: number; output: string; stdout: string };

/** Runs a program of node_modules/.bin on the project's own Node. */
export function runTool(tool: string, args: string[], cwd = ROOT): Promise<Outcome> {
  const child = spawn(NODE, [join(ROOT, 'node_modules/.bin', tool), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  let output = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((done, failed) => {
    child.on('error', failed).on('close', (status) => done({ status: status ?? 1, output, stdout }));
  });
}

/** The problems of a tool that says them on its output and by its exit code. */
export async function problemsOf(tool: string, args: string[]): Promise<string[]> {
  const { status, output } = await runTool(tool, args);
  return status === 0 ? [] : [output.trim() || `${tool} ended with ${status}`];
}

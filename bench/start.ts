import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { median, rounded } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { freePort, residentMb, root, startProcess, untilAnswered } from './measure/processes.ts';

const bench = {
  name: 'start',
  what: `A fresh clone of the last commit to its first page by bin/start alone, with the demo city; then later starts on the same
data, and the memory in which the process rests.`,
  settings: {
    clones: { default: 1, quick: 0, most: 3, help: 'fresh clones; 0: this folder, on fresh data' },
    starts: { default: 5, quick: 1, most: 20, help: 'later starts' },
  },
};
const targets = { first_page_seconds: 90, later_start_seconds: 3, rest_mb: 250 };

type Start = { seconds: number; stop_seconds: number; rest_mb: number; output: string };

/** bin/start in `folder` until its home page answers; then at rest; then Ctrl-C. */
async function start(folder: string, dataDir: string, rest_seconds: number): Promise<Start> {
  const port = await freePort();
  const started = performance.now();
  const server = startProcess(path.join(folder, 'bin/start'), [], {
    cwd: folder,
    env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_URL: '' },
  });
  await untilAnswered(`http://127.0.0.1:${port}/`, server, 600);
  const seconds = (performance.now() - started) / 1000;
  await sleep(rest_seconds * 1000);
  const rest_mb = residentMb(server.pid);
  const asked = performance.now();
  await server.stop('SIGINT');
  return { seconds, stop_seconds: (performance.now() - asked) / 1000, rest_mb, output: server.output() };
}

/** What bin/start says of its own work. */
function stages(output: string): { install: boolean; build_seconds: number | null; ready_seconds: number | null } {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(output)?.[1];
    return found === undefined ? null : Number(found);
  };
  return {
    install: output.includes('Installing the dependencies'),
    build_seconds: number(/built \d+ files in ([\d.]+) s/),
    ready_seconds: number(/listening on \S+ +\(([\d.]+) s\)/),
  };
}

/** @returns seconds that the clone took */
function clone(target: string): number {
  const started = performance.now();
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, target], { stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - started) / 1000;
}

function npmCache(): { folder: string; warm: boolean } {
  const folder = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  return { folder: path.basename(folder), warm: existsSync(path.join(folder, '_cacache')) };
}

async function run(given: Arguments<keyof typeof bench.settings>) {
  const place = mkdtempSync(path.join(tmpdir(), 'tongxin-start-'));
  try {
    const rest_seconds = given.quick ? 0.5 : 8;
    const cache = npmCache();
    const first = [];
    let folder = root;
    let dataDir = path.join(place, 'data');
    for (let n = 0; n < Math.max(1, given.clones); n++) {
      if (given.clones > 0) folder = path.join(place, `clone-${n}`);
      dataDir = path.join(place, `data-${n}`);
      const clone_seconds = given.clones > 0 ? clone(folder) : 0;
      progress(`${given.clones > 0 ? 'fresh clone' : 'fresh data'}: bin/start ...`);
      const { output, ...figures } = await start(folder, dataDir, rest_seconds);
      first.push({ clone_seconds: rounded(clone_seconds), ...roundedAll(figures), ...stages(output) });
      progress(`first page after ${rounded(figures.seconds)} s`);
    }
    const later = [];
    for (let n = 0; n < given.starts; n++) {
      const { output, ...figures } = await start(folder, dataDir, rest_seconds);
      later.push({ ...roundedAll(figures), ...stages(output) });
      progress(`later start: ${rounded(figures.seconds)} s, at rest in ${figures.rest_mb} MB`);
    }
    const later_seconds = median(later.map(({ seconds }) => seconds));
    const rest_mb = median(later.map((one) => one.rest_mb));
    return {
      bench: 'start',
      at: new Date().toISOString(),
      machine: await machineOf(null),
      load: { clones: given.clones, starts: given.starts, npm_cache_warm: cache.warm },
      targets,
      first,
      later,
      later_seconds: rounded(later_seconds),
      rest_mb,
      met: {
        first_page: given.clones > 0 ? first.every(({ seconds }) => seconds < targets.first_page_seconds) : null,
        later_start: later_seconds !== null && later_seconds < targets.later_start_seconds,
        rest: rest_mb !== null && rest_mb < targets.rest_mb,
      },
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const roundedAll = <F extends { seconds: number; stop_seconds: number }>(figures: F): F => ({
  ...figures,
  seconds: rounded(figures.seconds) as number,
  stop_seconds: rounded(figures.stop_seconds) as number,
});

const given = readArguments(bench);
printResult(await run(given), given);

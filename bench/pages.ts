import { setTimeout as sleep } from 'node:timers/promises';
import { closedLoad, loadGenerator, type Throughput } from './measure/closed-load.ts';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { median, rounded } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import {
  freePort,
  processorSeconds,
  residentMb,
  root,
  type Started,
  startProcess,
  treeMb,
  untilAnswered,
} from './measure/processes.ts';
import { type TemporaryCity, withTemporaryCity } from './measure/temporary-city.ts';
import { serveBare } from './pages/bare-server.ts';
import { memoryOverLoad } from './pages/memory.ts';
import { firstCase, publicPages } from './pages/public-pages.ts';
import { type Weight, weigh } from './pages/weigh.ts';

const bench = {
  name: 'pages',
  what: `Cached public pages of the real server with the demo city against Fastify's bare hello-world, in turns in one run;
the weight of a first visit; memory at rest and over a load.`,
  settings: {
    seconds: { default: 5, quick: 1, most: 60, help: 'seconds of each measurement' },
    rounds: { default: 5, quick: 1, most: 20, help: 'rounds of bare, home, list, case' },
    connections: { default: 64, quick: 16, most: 512, help: 'connections that ask at the same time' },
    minutes: { default: 1, quick: 0.05, most: 30, help: 'minutes of load for the memory' },
  },
};
type Given = Arguments<keyof typeof bench.settings>;

/** What a browser sends on a first visit. */
const headers = { 'accept-encoding': 'gzip, deflate, br', 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
const targets = { ratio: 0.7, first_visit_kb: 60, js_kb: 20, rest_mb: 250 };

/** `processor_us`: processor time of the server for one request; it depends less on what else the machine does. */
type Figure = Throughput & { processor_us: number | null };
type Round = { name: string; url: string; pid: number; measured: Figure[] };

async function run(given: Given) {
  return withTemporaryCity(async (city) => {
    progress('starting the city and the bare server ...');
    const { server, origin } = await startCity(city);
    const bare = await startBare();
    const aCase = firstCase(await (await fetch(`${origin}/cases`)).text());
    await sleep(given.quick ? 500 : 8000);
    const rest = { server_mb: residentMb(server.pid), postgres_mb: treeMb(city.postgresPid()) };
    const pages = await publicPages(origin);
    const generator = loadGenerator();
    const wanted = { home: '/', list: '/cases', case: aCase, statistics: '/statistics' };
    const rounds: Round[] = [
      { name: 'bare', url: bare.url, pid: bare.pid, measured: [] },
      ...Object.entries(wanted)
        .filter(([, path]) => path !== undefined && pages.found.includes(path))
        .map(([name, path]) => ({ name, url: origin + path, pid: server.pid, measured: [] })),
    ];
    await measure(rounds, generator, given);
    bare.stop();
    const weights: Weight[] = [];
    for (const path of pages.found) weights.push(await weigh(origin, path));
    progress(`memory over ${given.minutes} min of load ...`);
    const load = await memoryOverLoad(origin, pages.found, server.pid, given.minutes);
    const result = {
      bench: 'pages',
      at: new Date().toISOString(),
      machine: await machineOf(city.pool),
      load: { generator, seconds: given.seconds, rounds: given.rounds, connections: given.connections },
      targets,
      cached: figuresOf(rounds),
      weight: weights,
      missing: pages.missing,
      memory: { rest, load },
      met: metBy(rounds, weights, rest.server_mb),
    };
    await server.stop();
    return result;
  });
}

async function startCity(city: TemporaryCity): Promise<{ server: Started; origin: string }> {
  const port = await freePort();
  const server = startProcess(`${root}/bin/start`, [], {
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: city.connectionString,
      DATA_DIR: city.dataDir,
      DEMO: '1',
      LOG_LEVEL: 'error',
    },
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswered(`${origin}/health/live`, server, 120);
  return { server, origin };
}

async function startBare(): Promise<{ url: string; pid: number; stop: () => void }> {
  const port = await freePort();
  const server = startProcess(process.execPath, [process.argv[1] ?? '', 'bare-server', String(port)]);
  const url = `http://127.0.0.1:${port}/`;
  await untilAnswered(url, server, 20);
  return { url, pid: server.pid, stop: () => void server.stop() };
}

/** In turns, so that what else the machine does falls on all of them alike. */
async function measure(rounds: Round[], generator: 'wrk' | 'autocannon', given: Given): Promise<void> {
  const { seconds, connections } = given;
  for (const { url } of rounds)
    await closedLoad(generator, { url, seconds: Math.min(3, seconds), connections, headers });
  for (let n = 0; n < given.rounds; n++) {
    for (const round of rounds) {
      // The page's life in the cache ends now and then: making it anew is part of serving it.
      const before = processorSeconds(round.pid);
      const figure = await closedLoad(generator, { url: round.url, seconds, connections, headers });
      const after = processorSeconds(round.pid);
      const taken = before === null || after === null ? null : after - before;
      const processor_us = taken && (taken * 1e6) / (figure.requests_per_second * seconds);
      round.measured.push({ ...figure, processor_us });
      progress(
        `round ${n + 1}: ${round.name} ${Math.round(figure.requests_per_second)}/s, ${rounded(processor_us)} µs`,
      );
    }
  }
}

const middle = (round: Round, of: (figure: Figure) => number | null) =>
  median(round.measured.map(of).filter((value) => value !== null));

/** Of each page the median of its rounds, and of its rounds' ratios to the reference of the same round. */
function ratioOf(round: Round, bare: Round): number | null {
  const ratios = round.measured.map(
    (figure, n) => figure.requests_per_second / (bare.measured[n]?.requests_per_second ?? Number.NaN),
  );
  return rounded(median(ratios), 3);
}

function figuresOf(rounds: Round[]) {
  const [bare] = rounds;
  return rounds.map((round) => ({
    name: round.name,
    requests_per_second: rounded(
      middle(round, (figure) => figure.requests_per_second),
      0,
    ),
    p50_ms: rounded(middle(round, (figure) => figure.p50_ms)),
    p99_ms: rounded(middle(round, (figure) => figure.p99_ms)),
    processor_us: rounded(middle(round, (figure) => figure.processor_us)),
    failed: round.measured.reduce((sum, figure) => sum + figure.failed, 0),
    ratio: bare ? ratioOf(round, bare) : null,
    each: round.measured.map((figure) => Math.round(figure.requests_per_second)),
  }));
}

function metBy(rounds: Round[], weights: Weight[], rest_mb: number) {
  const [bare, ...pages] = rounds;
  return {
    ratio: pages.length > 0 && pages.every((page) => bare && (ratioOf(page, bare) ?? 0) >= targets.ratio),
    first_visit: weights.every(({ brotli_kb, js_kb }) => brotli_kb < targets.first_visit_kb && js_kb < targets.js_kb),
    rest: rest_mb < targets.rest_mb,
  };
}

if (process.argv[2] === 'bare-server') {
  await serveBare(Number(process.argv[3]));
} else {
  const given = readArguments(bench);
  printResult(await run(given), given);
}

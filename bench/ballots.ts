import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { type Closed, type Direct, type Facts, type ServeGiven, serveBallots } from './ballots/ballot-server.ts';
import { type Cast, type CastGiven, castOverHttp } from './ballots/cast-over-http.ts';
import { makeVoters } from './ballots/voters.ts';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { median, rounded } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { freePort, residentMb, root, type Started, startProcess, treeMb, untilAnswered } from './measure/processes.ts';
import { type ProcessorTime, type Watched, watchProcessor } from './measure/processor.ts';
import { type TemporaryCity, withTemporaryCity } from './measure/temporary-city.ts';

const bench = {
  name: 'ballots',
  what: `Ballots over HTTP, each of another voter who is signed in, acknowledged after they are on the disk; sessions, eligibility, the
roll, the urn and the log included. In turns with one ballot a commit through the same handler of the same process, and with
the use case without HTTP. At the end the ballot is closed and its published file verified.`,
  settings: {
    seconds: { default: 8, quick: 0.5, most: 120, help: 'seconds of each measurement' },
    rounds: { default: 5, quick: 1, most: 20, help: 'rounds of shared commits and one ballot a commit' },
    connections: { default: 512, quick: 16, most: 2048, help: 'voters who wait for their answer at the same time' },
    most: { default: 25_000, quick: 2000, most: 100_000, help: 'ballots a second for which voters are made' },
    direct: { default: 100_000, quick: 1000, most: 1_000_000, help: 'ballots cast without HTTP' },
    entries: { default: 24, quick: 24, most: 1000, help: 'entries to choose from' },
  },
};
type Given = Arguments<keyof typeof bench.settings>;

const targets = { ballots_per_second: 16_700, least_per_second: 12_000, least_ratio: 2 };
const run = promisify(execFile);
/** Transactions at the same time where each ballot has its own: as many as the pool has connections. */
const lanes = 12;
/** What one ballot a commit can come to at most, so that voters suffice. */
const mostOneRow = 8000;

type Way = 'grouped' | 'one_row';
type Measured = Cast & ProcessorTime & { heads: number };
type Place = { origin: string; port: number; city: TemporaryCity; server: Started; facts: Facts; given: Given };

async function measureAll(given: Given) {
  return withTemporaryCity(async (city) => {
    const place = await open(city, given);
    const voters = votersFor(given);
    progress(`making ${voters.all} voters ...`);
    await makeVoters(city.pool, 0, voters.all);
    const next = { from: 0 };
    // V8 has compiled everything by then.
    await cast(place, next, Math.min(5, given.seconds * 2));
    const measured: Record<Way, Measured[]> = { grouped: [], one_row: [] };
    for (let round = 0; round < given.rounds; round++)
      for (const way of ['grouped', 'one_row'] as const) {
        await commit(place, way);
        const one = await cast(place, next, given.seconds, way);
        measured[way].push(one);
        progress(
          `${way}: ${Math.round(one.per_second)} ballots/s, p50 ${rounded(one.p50_ms, 1)} p99 ${rounded(one.p99_ms, 1)} ms, server ${one.server_ms} + postgres ${one.postgres_ms} + generator ${rounded(one.generator_ms)} ms, ${one.heads} heads`,
        );
      }
    await commit(place, 'grouped');
    const direct = await castDirectly(place, next);
    const all = [...measured.grouped, ...measured.one_row];
    const memory = { server_mb: residentMb(place.server.pid), postgres_mb: treeMb(city.postgresPid()) };
    const checked = await closeAndVerify(place, next.from);
    const figures = summed(measured.grouped);
    const one_row = summed(measured.one_row);
    const ratio = rounded(
      median(measured.grouped.map(({ per_second }, n) => per_second / (measured.one_row[n]?.per_second ?? Number.NaN))),
    );
    const result = {
      bench: 'ballots',
      at: new Date().toISOString(),
      machine: await machineOf(city.pool),
      load: {
        seconds: given.seconds,
        rounds: given.rounds,
        connections: given.connections,
        transactions_at_once: lanes,
      },
      targets,
      ballots_per_second: figures.per_second,
      p50_ms: figures.p50_ms,
      p99_ms: figures.p99_ms,
      errors: all.reduce((sum, one) => sum + one.errors, 0) + direct.errors,
      ...firstError(all, direct),
      one_row_per_second: one_row.per_second,
      ratio,
      direct_per_second: direct.acknowledged > 0 ? rounded(direct.acknowledged / direct.seconds, 0) : null,
      heads_signed: all.reduce((sum, one) => sum + one.heads, 0),
      grouped: figures,
      one_row,
      memory,
      ...checked,
      met: {
        aim: (figures.per_second ?? 0) >= targets.ballots_per_second,
        least: (figures.per_second ?? 0) >= targets.least_per_second && (ratio ?? 0) >= targets.least_ratio,
      },
    };
    await place.server.stop();
    return result;
  });
}

function votersFor({ seconds, rounds, most, direct }: Given): { all: number } {
  const grouped = Math.ceil(most * (seconds * rounds + Math.min(5, seconds * 2)));
  const oneRow = Math.ceil(mostOneRow * seconds * rounds);
  return { all: grouped + oneRow + direct };
}

async function open(city: TemporaryCity, given: Given): Promise<Place> {
  const port = await freePort();
  const serve: ServeGiven = {
    connectionString: city.connectionString,
    dataDir: city.dataDir,
    port,
    entries: given.entries,
  };
  // The young generation that bin/start gives it.
  const flags = ['--max-semi-space-size=8', ...(process.env.BENCH_SERVER_FLAGS?.split(' ').filter(Boolean) ?? [])];
  const server = startProcess(process.execPath, [...flags, process.argv[1] ?? '', 'serve', JSON.stringify(serve)]);
  const origin = `http://127.0.0.1:${port}`;
  progress('starting the city ...');
  await untilAnswered(`${origin}/health/live`, server, 120);
  const facts = (await (await fetch(`${origin}/bench/facts`)).json()) as Facts;
  return { origin, port, city, server, facts, given };
}

async function commit({ origin }: Place, way: Way): Promise<void> {
  await (await fetch(`${origin}/bench/commit/${way === 'grouped' ? '0/0' : `1/${lanes}`}`)).arrayBuffer();
}

/** Casts over HTTP from the next voter on. */
async function cast(place: Place, next: { from: number }, seconds: number, way: Way = 'grouped'): Promise<Measured> {
  const { port, city, server, facts, given } = place;
  const wanted: CastGiven = {
    port,
    path: facts.path,
    secret: facts.secret,
    entries: given.entries,
    from: next.from,
    voters: Math.ceil((way === 'grouped' ? given.most : mostOneRow) * seconds),
    seconds,
    connections: given.connections,
  };
  const watched: Watched = { server: server.pid, postgres: city.postgresPid() };
  const before = await countHeads(city.pool);
  const taken = watchProcessor(watched);
  const { stdout } = await run(process.execPath, [process.argv[1] ?? '', 'cast', JSON.stringify(wanted)], {
    timeout: (seconds + 120) * 1000,
  });
  const made = JSON.parse(stdout) as Cast;
  next.from = made.until;
  if (made.until === wanted.from + wanted.voters && seconds > 1)
    progress('every voter that was made has voted: ask for more with --most');
  return { ...made, ...taken(made.acknowledged), heads: (await countHeads(city.pool)) - before };
}

async function countHeads(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from competitions.head');
  return rows[0]?.n ?? 0;
}

async function castDirectly({ origin, given }: Place, next: { from: number }): Promise<Direct> {
  const direct = (await (await fetch(`${origin}/bench/direct/${next.from}/${given.direct}`)).json()) as Direct;
  next.from += given.direct;
  progress(`without HTTP: ${Math.round(direct.acknowledged / direct.seconds)} ballots/s`);
  return direct;
}

/** Closes the ballot and has its published file verified; every ballot that was acknowledged is in it. */
async function closeAndVerify({ origin }: Place, voted: number) {
  progress('closing ...');
  const closed = (await (await fetch(`${origin}/bench/close`)).json()) as Closed;
  progress(`closed in ${rounded(closed.seconds, 1)} s; verifying ...`);
  const worker = path.join(root, 'dist/verify-tally.worker.js');
  const { stdout } = await run(process.execPath, [worker, 'verify-tally', closed.file, '--json'], {
    maxBuffer: 1 << 26,
  }).catch((error: { stdout: string }) => error);
  const said = JSON.parse(stdout) as { verified: boolean; ballots: number; seconds: number; findings: unknown[] };
  return {
    close_seconds: rounded(closed.seconds, 1),
    verify_seconds: said.seconds,
    voted,
    in_the_file: said.ballots,
    verified: said.verified && said.ballots === voted,
    ...(said.verified ? {} : { findings: said.findings }),
  };
}

function firstError(all: Measured[], direct: Direct): { first_error?: string } {
  const first_error = all.find((one) => one.first_error)?.first_error ?? direct.first_error;
  return first_error ? { first_error } : {};
}

function summed(measured: Measured[]) {
  const middle = (of: (one: Measured) => number | null, digits = 1) =>
    rounded(median(measured.map(of).filter((value) => value !== null)), digits);
  return {
    per_second: middle((one) => one.per_second, 0),
    p50_ms: middle((one) => one.p50_ms),
    p99_ms: middle((one) => one.p99_ms),
    max_ms: middle((one) => one.max_ms),
    server_ms: middle((one) => one.server_ms, 3),
    postgres_ms: middle((one) => one.postgres_ms, 3),
    generator_ms: middle((one) => one.generator_ms, 3),
    each: measured.map((one) => Math.round(one.per_second)),
  };
}

const [, , role, json = '{}'] = process.argv;
if (role === 'serve') {
  await serveBallots(JSON.parse(json) as ServeGiven);
} else if (role === 'cast') {
  process.stdout.write(JSON.stringify(await castOverHttp(JSON.parse(json) as CastGiven)));
} else {
  const given = readArguments(bench);
  printResult(await measureAll(given), given);
}

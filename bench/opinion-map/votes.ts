import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Cast } from '../ballots/cast-over-http.ts';
import { progress } from '../measure/command-line.ts';
import { median, rounded } from '../measure/figures.ts';
import { machineOf } from '../measure/machine.ts';
import { freePort, residentMb, type Started, startProcess, treeMb, untilAnswered } from '../measure/processes.ts';
import { type ProcessorTime, watchProcessor } from '../measure/processor.ts';
import { type TemporaryCity, withTemporaryCity } from '../measure/temporary-city.ts';
import type { CastGiven } from './cast-votes.ts';
import type { Facts, ServeGiven } from './map-server.ts';

export type VotesGiven = { seconds: number; rounds: number; connections: number; most: number; statements: number };

const run = promisify(execFile);
/** Transactions at the same time where each vote has its own: as many as the pool has connections. */
const lanes = 12;
/** What one vote a commit can come to at most, so that requests suffice. */
const mostOneRow = 8000;

type Way = 'grouped' | 'one_row';
type Measured = Cast & ProcessorTime;
type Place = { port: number; origin: string; city: TemporaryCity; server: Started; facts: Facts; given: VotesGiven };

/**
 * Votes over HTTP, each durable before it is acknowledged, in turns with one vote a commit through the same handler. Maps are
 * computed beside it as they are for a city, every few seconds.
 */
export function measureVotes(given: VotesGiven) {
  return withTemporaryCity(async (city) => {
    const place = await open(city, given);
    const next = { from: 0 };
    const acknowledged = { votes: 0 };
    const cast = async (way: Way, seconds: number): Promise<Measured> => {
      await (await fetch(`${place.origin}/bench/commit/${way === 'grouped' ? '0/0' : `1/${lanes}`}`)).arrayBuffer();
      const one = await castFrom(place, next, way, seconds);
      acknowledged.votes += one.acknowledged;
      return one;
    };
    // V8 has compiled everything by then.
    await cast('grouped', Math.min(5, given.seconds * 2));
    const measured: Record<Way, Measured[]> = { grouped: [], one_row: [] };
    for (let round = 0; round < given.rounds; round++)
      for (const way of ['grouped', 'one_row'] as const) {
        const one = await cast(way, given.seconds);
        measured[way].push(one);
        progress(
          `${way}: ${Math.round(one.per_second)} votes/s, p50 ${rounded(one.p50_ms, 1)} p99 ${rounded(one.p99_ms, 1)} ms, server ${one.server_ms} + postgres ${one.postgres_ms} + generator ${rounded(one.generator_ms)} ms`,
        );
      }
    const memory = { server_mb: residentMb(place.server.pid), postgres_mb: treeMb(city.postgresPid()) };
    const { rows } = await city.pool.query<{ n: number; computed: number }>(
      'select (select count(*)::int from consultations.vote) as n, (select coalesce(max(version), 0) from consultations.map_state) as computed',
    );
    const all = [...measured.grouped, ...measured.one_row];
    const [grouped, one_row] = [summed(measured.grouped), summed(measured.one_row)];
    const ratios = measured.grouped.map(
      ({ per_second }, n) => per_second / (measured.one_row[n]?.per_second ?? Number.NaN),
    );
    const result = {
      machine: await machineOf(city.pool),
      load: { ...given, transactions_at_once: lanes },
      votes_per_second: grouped.per_second,
      p50_ms: grouped.p50_ms,
      p99_ms: grouped.p99_ms,
      errors: all.reduce((sum, one) => sum + one.errors, 0),
      ...firstError(all),
      one_row_per_second: one_row.per_second,
      ratio: rounded(median(ratios)),
      acknowledged: acknowledged.votes,
      kept: rows[0]?.n ?? 0,
      nothing_lost: (rows[0]?.n ?? 0) >= acknowledged.votes,
      maps_computed: rows[0]?.computed ?? 0,
      grouped,
      one_row,
      memory,
    };
    await place.server.stop();
    return result;
  });
}

async function open(city: TemporaryCity, given: VotesGiven): Promise<Place> {
  const port = await freePort();
  const { connectionString, dataDir } = city;
  const serve: ServeGiven = { connectionString, dataDir, port, statements: given.statements };
  // The young generation that bin/start gives it.
  const flags = ['--max-semi-space-size=8'];
  const server = startProcess(process.execPath, [...flags, process.argv[1] ?? '', 'serve', JSON.stringify(serve)]);
  const origin = `http://127.0.0.1:${port}`;
  progress('starting the city ...');
  await untilAnswered(`${origin}/health/live`, server, 120);
  const facts = (await (await fetch(`${origin}/bench/facts`)).json()) as Facts;
  return { port, origin, city, server, facts, given };
}

async function castFrom(place: Place, next: { from: number }, way: Way, seconds: number): Promise<Measured> {
  const { port, facts, given, server, city } = place;
  const wanted: CastGiven = {
    port,
    path: facts.path,
    secret: facts.secret,
    mapId: facts.mapId,
    statements: given.statements,
    from: next.from,
    votes: Math.ceil((way === 'grouped' ? given.most : mostOneRow) * seconds),
    seconds,
    connections: given.connections,
  };
  const taken = watchProcessor({ server: server.pid, postgres: city.postgresPid() });
  const { stdout } = await run(process.execPath, [process.argv[1] ?? '', 'cast', JSON.stringify(wanted)], {
    timeout: (seconds + 120) * 1000,
  });
  const made = JSON.parse(stdout) as Cast;
  next.from = made.until;
  if (made.until === wanted.from + wanted.votes && seconds > 1)
    progress('every vote that was made ready has been cast: ask for more with --most');
  return { ...made, ...taken(made.acknowledged) };
}

function firstError(all: Measured[]): { first_error?: string } {
  const first_error = all.find((one) => one.first_error)?.first_error;
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

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { median, rounded } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { type CastGiven, castVotes } from './opinion-map/cast-votes.ts';
import { type ServeGiven, serveMap } from './opinion-map/map-server.ts';
import { type MapGiven, type MapMeasured, measureDenseRound, measureMap } from './opinion-map/measure-map.ts';
import { measureVotes } from './opinion-map/votes.ts';

const bench = {
  name: 'opinion-map',
  what: `The map of a whole city: 33,000 participants and 2,000 statements, votes as sparse as in real conversations. The whole map at
once and updates of new votes, each in a process of its own, in turns with a round of the power method over the filled matrix. Then
votes over HTTP, each on the disk before it is acknowledged, in turns with one vote a commit.`,
  settings: {
    participants: { default: 33_000, quick: 600, most: 200_000, help: 'participants' },
    statements: { default: 2000, quick: 80, most: 10_000, help: 'statements' },
    updates: { default: 5, quick: 2, most: 50, help: 'updates after the whole map' },
    update: { default: 5000, quick: 200, most: 100_000, help: 'new votes of an update' },
    rounds: { default: 3, quick: 1, most: 20, help: 'times that the map is measured; 0: votes only' },
    seconds: { default: 8, quick: 0.5, most: 120, help: 'seconds of each measurement of votes; 0: the map only' },
    turns: { default: 3, quick: 1, most: 20, help: 'turns of shared commits and one vote a commit' },
    connections: { default: 256, quick: 16, most: 2048, help: 'people who wait for their answer at the same time' },
    most: { default: 25_000, quick: 2000, most: 100_000, help: 'votes a second for which requests are made ready' },
    shown: { default: 60, quick: 30, most: 2000, help: 'statements that are voted on over HTTP' },
  },
};
type Given = Arguments<keyof typeof bench.settings>;

const targets = { whole_seconds: 10, peak_mb: 1024, update_seconds: 1, votes_per_second: 5000 };
const run = promisify(execFile);

async function apart<T>(role: string, given: MapGiven): Promise<T> {
  const { stdout } = await run(process.execPath, [process.argv[1] ?? '', role, JSON.stringify(given)], {
    timeout: 600_000,
  });
  return JSON.parse(stdout) as T;
}

async function measureMaps(given: Given) {
  const map: MapGiven = {
    participants: given.participants,
    statements: given.statements,
    updates: given.updates,
    update_votes: given.update,
  };
  const measured: MapMeasured[] = [];
  const dense: number[] = [];
  for (let round = 0; round < given.rounds; round++) {
    const one = await apart<MapMeasured>('map', map);
    measured.push(one);
    dense.push((await apart<{ seconds: number }>('dense', map)).seconds);
    progress(
      `whole ${rounded(one.whole_seconds)} s, updates ${one.update_seconds.map((s) => rounded(s)).join(' ')} s, ${rounded(one.peak_mb, 0)} MB; dense round ${rounded(dense.at(-1) ?? null)} s`,
    );
  }
  const middle = (of: (one: MapMeasured) => number, digits = 2) => rounded(median(measured.map(of)), digits);
  const slowest = Math.max(...measured.flatMap((one) => one.update_seconds));
  const figures = {
    whole_seconds: middle((one) => one.whole_seconds),
    update_seconds: rounded(median(measured.flatMap((one) => one.update_seconds))),
    update_seconds_max: rounded(slowest),
    state_seconds: middle((one) => one.state_seconds),
    state_mb: middle((one) => one.state_mb, 1),
    peak_mb: rounded(Math.max(...measured.map((one) => one.peak_mb)), 0),
  };
  const dense_round_seconds = rounded(median(dense), 3);
  return {
    load: { ...map, votes: measured[0]?.votes ?? 0, rounds: given.rounds },
    ...figures,
    groups: measured[0]?.groups,
    sizes: measured[0]?.sizes,
    reference: 'one round of the power method over the filled matrix',
    dense_round_seconds,
    ratio: rounded((figures.whole_seconds ?? Number.NaN) / (dense_round_seconds ?? Number.NaN)),
    met: {
      whole: (figures.whole_seconds ?? Number.POSITIVE_INFINITY) <= targets.whole_seconds,
      memory: (figures.peak_mb ?? Number.POSITIVE_INFINITY) <= targets.peak_mb,
      update: slowest <= targets.update_seconds,
    },
  };
}

async function measureAll(given: Given) {
  const map = given.rounds > 0 ? await measureMaps(given) : null;
  const votes =
    given.seconds > 0
      ? await measureVotes({
          seconds: given.seconds,
          rounds: given.turns,
          connections: given.connections,
          most: given.most,
          statements: given.shown,
        })
      : null;
  return {
    bench: bench.name,
    at: new Date().toISOString(),
    machine: await machineOf(null),
    targets,
    ...map,
    ...(votes && { votes: { ...votes, met: (votes.votes_per_second ?? 0) >= targets.votes_per_second } }),
  };
}

const [, , role, json = '{}'] = process.argv;
if (role === 'map') {
  process.stdout.write(JSON.stringify(measureMap(JSON.parse(json) as MapGiven)));
} else if (role === 'dense') {
  process.stdout.write(JSON.stringify(measureDenseRound(JSON.parse(json) as MapGiven)));
} else if (role === 'serve') {
  await serveMap(JSON.parse(json) as ServeGiven);
} else if (role === 'cast') {
  process.stdout.write(JSON.stringify(await castVotes(JSON.parse(json) as CastGiven)));
} else {
  const given = readArguments(bench);
  printResult(await measureAll(given), given);
}

import { serveForBench } from './cases/bench-server.ts';
import { generateCases } from './cases/generate.ts';
import { measureIntake } from './cases/intake.ts';
import { measureReads, target } from './cases/reads.ts';
import { type WriteGiven, writeLetters } from './cases/write-letters.ts';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { rounded } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { freePort, residentMb, startProcess, treeMb, untilAnswered } from './measure/processes.ts';
import { withTemporaryCity } from './measure/temporary-city.ts';

const bench = {
  name: 'cases',
  what: `Letters taken in over HTTP and durable before they are acknowledged, against one commit a letter in the same run; then
lists, searches, cases, figures and desks over generated cases, each page made anew at 50 requests a second.`,
  settings: {
    cases: { default: 1_000_000, quick: 3000, most: 5_000_000, help: 'cases to generate' },
    seconds: { default: 8, quick: 0.2, most: 60, help: 'seconds of each measurement' },
    rounds: { default: 3, quick: 1, most: 20, help: 'rounds of shared commits and one commit a letter' },
    writers: { default: 64, quick: 8, most: 512, help: 'authors who write at the same time' },
  },
};

async function run(given: Arguments<keyof typeof bench.settings>) {
  return withTemporaryCity(async (city) => {
    const port = await freePort();
    const server = startProcess(process.execPath, [
      '--max-semi-space-size=8',
      process.argv[1] ?? '',
      'serve',
      JSON.stringify({ connectionString: city.connectionString, dataDir: city.dataDir, port }),
    ]);
    const origin = `http://127.0.0.1:${port}`;
    progress('starting the city ...');
    await untilAnswered(`${origin}/health/live`, server, 120);
    const watched = { server: server.pid, postgres: city.postgresPid() };
    const intake = given.rounds > 0 ? await measureIntake(origin, city.pool, { ...given, watched }) : null;
    const generated_seconds = await generateCases(city.connection, given.cases);
    const rollUp = (await (await fetch(`${origin}/bench/roll-up`)).json()) as { seconds: number };
    progress(`figures rolled up in ${rounded(rollUp.seconds)} s`);
    const { rows } = await city.pool.query<{ n: number; mb: number }>(
      'select count(*)::int as n, (pg_database_size(current_database()) / 1e6)::int as mb from cases.case',
    );
    const reads = await measureReads(origin, city.pool, { ...given, watched });
    const result = {
      bench: 'cases',
      at: new Date().toISOString(),
      machine: await machineOf(city.pool),
      load: { seconds: given.seconds, rounds: given.rounds, writers: given.writers, reads: target },
      intake,
      generated: { cases: rows[0]?.n, database_mb: rows[0]?.mb, seconds: rounded(generated_seconds, 1) },
      roll_up_all_seconds: rounded(rollUp.seconds),
      reads,
      memory: { server_mb: residentMb(server.pid), postgres_mb: treeMb(city.postgresPid()) },
      met: {
        reads: reads.every(({ met }) => met),
        intake: intake ? intake.lost === 0 && (intake.ratio ?? 0) > 1 : null,
      },
    };
    await server.stop();
    return result;
  });
}

const [, , role, json = '{}'] = process.argv;
if (role === 'serve') {
  await serveForBench(JSON.parse(json));
} else if (role === 'write-letters') {
  process.stdout.write(JSON.stringify(await writeLetters(JSON.parse(json) as WriteGiven)));
} else {
  const given = readArguments(bench);
  printResult(await run(given), given);
}

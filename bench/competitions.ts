import { type Facts, type ServeGiven, serveCompetitions } from './competitions/competition-server.ts';
import { scoreWorks } from './competitions/score-works.ts';
import { closedLoad, loadGenerator } from './measure/closed-load.ts';
import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { spreadOf } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { openLoad } from './measure/open-load.ts';
import { freePort, residentMb, startProcess, untilAnswered } from './measure/processes.ts';
import { withTemporaryCity } from './measure/temporary-city.ts';

const bench = {
  name: 'competitions',
  what: `A gallery of a thousand entries, kept and made anew; a results page at 2,000 requests a second; a jury of 15 that hands in a
sheet for each of 300 works over HTTP.`,
  settings: {
    seconds: { default: 8, quick: 0.3, most: 60, help: 'seconds of each measurement' },
    entries: { default: 1000, quick: 30, most: 10_000, help: 'entries in the gallery' },
    jurors: { default: 15, quick: 2, most: 50, help: 'jurors who score at the same time' },
    works: { default: 300, quick: 3, most: 2000, help: 'works that each of them scores' },
    rate: { default: 2000, quick: 50, most: 20_000, help: 'requests a second for the results page' },
  },
};
const headers = { 'accept-encoding': 'br', 'accept-language': 'zh-CN,zh;q=0.9' };

async function run(given: Arguments<keyof typeof bench.settings>) {
  return withTemporaryCity(async (city) => {
    const port = await freePort();
    const { connectionString, dataDir } = city;
    const { entries, jurors, works, seconds } = given;
    const serve: ServeGiven = { connectionString, dataDir, port, entries, jurors, works };
    const server = startProcess(process.execPath, [
      '--max-semi-space-size=8',
      process.argv[1] ?? '',
      'serve',
      JSON.stringify(serve),
    ]);
    const origin = `http://127.0.0.1:${port}`;
    progress('starting the city ...');
    await untilAnswered(`${origin}/health/live`, server, 300);
    const facts = (await (await fetch(`${origin}/bench/facts`)).json()) as Facts;
    const url = origin + facts.gallery;
    const gallery_bytes = (await (await fetch(url, { headers })).arrayBuffer()).byteLength;
    const warm = { origin, headers, per_second: 20, seconds: Math.min(3, seconds) };
    await openLoad({ ...warm, path: (n) => `${facts.gallery}?warm=${n}` });
    const anew = await openLoad({
      origin,
      headers,
      seconds,
      per_second: given.quick ? 10 : 50,
      path: (n) => `${facts.gallery}?n=${n}`,
    });
    progress(`gallery made anew: p95 ${spreadOf(anew.times_ms).p95} ms, ${anew.failed.length} failed`);
    const kept = await openLoad({
      origin,
      headers,
      seconds,
      per_second: given.quick ? 20 : 500,
      path: () => facts.gallery,
    });
    progress(`gallery kept: p95 ${spreadOf(kept.times_ms).p95} ms, ${kept.failed.length} failed`);
    const most = await closedLoad(loadGenerator(), { url, seconds: Math.max(1, seconds), connections: 32, headers });
    const results = await resultsPage(origin, facts, given);
    const jury = await scoreWorks(origin, facts);
    progress(`jury: ${jury.sheets} sheets, ${jury.per_second}/s, p95 ${jury.ms.p95} ms, ${jury.refused} refused`);
    const result = {
      bench: 'competitions',
      at: new Date().toISOString(),
      machine: await machineOf(city.pool),
      load: { seconds, entries, jurors, works, rate: given.rate },
      gallery: {
        bytes_served_decoded: gallery_bytes,
        anew: { per_second: given.quick ? 10 : 50, ms: spreadOf(anew.times_ms), failed: anew.failed.length },
        kept: { per_second: given.quick ? 20 : 500, ms: spreadOf(kept.times_ms), failed: kept.failed.length },
        kept_at_most: most,
      },
      results,
      jury,
      server_mb: residentMb(server.pid),
    };
    await server.stop();
    return result;
  });
}

async function resultsPage(origin: string, { results }: Facts, given: { rate: number; seconds: number }) {
  if (results === null) return null;
  const path = () => results;
  await openLoad({ origin, headers, per_second: 20, seconds: Math.min(2, given.seconds), path });
  const { times_ms, failed } = await openLoad({
    origin,
    headers,
    per_second: given.rate,
    seconds: given.seconds,
    path,
  });
  const ms = spreadOf(times_ms);
  progress(`results at ${given.rate}/s: p50 ${ms.p50} p95 ${ms.p95} ms, ${failed.length} failed`);
  return {
    path: results,
    per_second: given.rate,
    ms,
    failed: failed.length,
    ...(failed[0] ? { first_failure: failed[0] } : {}),
  };
}

const [, , role, json = '{}'] = process.argv;
if (role === 'serve') {
  await serveCompetitions(JSON.parse(json) as ServeGiven);
} else {
  const given = readArguments(bench);
  printResult(await run(given), given);
}

import { type Arguments, printResult, progress, readArguments } from './measure/command-line.ts';
import { rounded, spreadOf } from './measure/figures.ts';
import { machineOf } from './measure/machine.ts';
import { type OpenResult, openLoad } from './measure/open-load.ts';
import { freePort, startProcess, untilAnswered } from './measure/processes.ts';
import { withTemporaryCity } from './measure/temporary-city.ts';
import { type ExportMeasured, readExport } from './surveys/read-export.ts';
import { type Facts, type ServeGiven, serveSurveys } from './surveys/survey-server.ts';

const bench = {
  name: 'surveys',
  what: `A survey that a quarter of a million people answered: counting all answers, its results page made anew beside counting one
question from the answers themselves, plots, and the download of all answers with the memory that it takes.`,
  settings: {
    answers: { default: 250_000, quick: 2000, most: 2_000_000, help: 'answers' },
    more: { default: 5000, quick: 200, most: 100_000, help: 'answers that come in afterwards' },
    seconds: { default: 8, quick: 0.5, most: 60, help: 'seconds of each measurement of pages' },
    rate: { default: 20, quick: 5, most: 1000, help: 'requests a second for pages made anew' },
  },
};

const times = (of: OpenResult) => ({ ...spreadOf(of.times_ms), failed: of.failed.length });

const figures = (of: ExportMeasured) => ({
  mb: rounded(of.bytes / 1e6),
  seconds: rounded(of.seconds),
  mb_per_second: rounded(of.mb_per_second),
  before_mb: rounded(of.before_mb, 0),
  peak_mb: rounded(of.peak_mb, 0),
});

async function run(given: Arguments<keyof typeof bench.settings>) {
  return withTemporaryCity(async ({ connectionString, dataDir, pool }) => {
    const port = await freePort();
    const serve: ServeGiven = { connectionString, dataDir, port, answers: given.answers, more: given.more };
    const server = startProcess(process.execPath, [process.argv[1] ?? '', 'serve', JSON.stringify(serve)]);
    const origin = `http://127.0.0.1:${port}`;
    progress('writing and counting answers ...');
    await untilAnswered(`${origin}/health/live`, server, 900);
    const facts = (await (await fetch(`${origin}/bench/facts`)).json()) as Facts;
    progress(`counted in ${rounded(facts.counted_s)} s, ${given.more} more in ${rounded(facts.more_s)} s`);
    const page = `/surveys/${facts.slug}/results`;
    const load = { origin, headers: { 'accept-language': 'zh-CN' }, seconds: given.seconds, per_second: given.rate };
    await openLoad({ ...load, seconds: Math.min(2, given.seconds), path: (n) => `${page}?warm=${n}` });
    const anew = await openLoad({ ...load, path: (n) => `${page}?n=${n}` });
    const desk = await openLoad({
      ...load,
      per_second: Math.max(2, given.rate / 4),
      headers: { ...load.headers, cookie: facts.cookie },
      path: () => `/questionnaires/${facts.slug}/results`,
    });
    const group = await openLoad({
      ...load,
      per_second: Math.max(2, given.rate / 4),
      headers: { ...load.headers, cookie: facts.cookie },
      path: () => `/questionnaires/${facts.slug}/results?by=way%3Dbus`,
    });
    const plots = await openLoad({ ...load, path: (n) => `${page}/plot/${n % 2 ? 'way' : 'stops'}.svg?r=${n}` });
    const raw = await readExport(`${origin}/bench/raw`, facts.cookie, server.pid);
    const csv = await readExport(
      `${origin}/questionnaires/${facts.slug}/results/answers.csv`,
      facts.cookie,
      server.pid,
    );
    const xlsx = await readExport(
      `${origin}/questionnaires/${facts.slug}/results/answers.xlsx`,
      facts.cookie,
      server.pid,
    );
    await server.stop();
    const anewTimes = times(anew);
    return {
      bench: bench.name,
      machine: await machineOf(pool),
      answers: given.answers + given.more,
      counting: {
        all_s: rounded(facts.counted_s),
        answers_per_second: rounded(given.answers / facts.counted_s, 0),
        more_s: rounded(facts.more_s),
      },
      results_page_anew_ms: anewTimes,
      reference_plain_count_ms: rounded(facts.plain_count_ms),
      /** how many times longer counting one question from the answers takes than the whole page */
      ratio: anewTimes.p50 ? rounded(facts.plain_count_ms / anewTimes.p50) : null,
      desk_page_ms: times(desk),
      desk_page_of_a_group_ms: times(group),
      plots_ms: times(plots),
      raw_of_50000: figures(raw),
      csv: { ...figures(csv), lines: csv.lines },
      xlsx: figures(xlsx),
      targets: { results_page_ms: 1000 },
    };
  });
}

const [, , role, json = '{}'] = process.argv;
if (role === 'serve') {
  await serveSurveys(JSON.parse(json) as ServeGiven);
} else {
  const given = readArguments(bench);
  printResult(await run(given), given);
}

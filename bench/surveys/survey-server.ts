import { createApp, wireModules } from '../../src/app.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { openKernel } from '../../src/kernel/kernel.ts';
import { sessionCookie } from '../../src/modules/people/people.factory.ts';
import { makeResponses } from '../../src/modules/surveys/answer/answer.factory.ts';
import { publishResults } from '../../src/modules/surveys/results/publish-results.ts';
import { rollUpSurvey } from '../../src/modules/surveys/results/roll-up.ts';
import { makeSurvey } from '../../src/modules/surveys/surveys.factory.ts';
import { root } from '../measure/processes.ts';

export type ServeGiven = { connectionString: string; dataDir: string; port: number; answers: number; more: number };
export type Facts = {
  slug: string;
  cookie: string;
  /** seconds to write all answers, to count them all, and to count some more */
  made_s: number;
  counted_s: number;
  more_s: number;
  /** milliseconds to count one question from the answers themselves: what a page would cost without roll-ups */
  plain_count_ms: number;
};

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** The real server with a survey that so many people answered, its results published. */
export async function serveSurveys(given: ServeGiven): Promise<void> {
  const { connectionString, dataDir, port } = given;
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: connectionString,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ROLES: 'web',
  });
  const k = await openKernel(config, { root });
  k.limits.factor = 1_000_000;
  await wireModules(k);
  const { survey, convener } = await makeSurvey(k, { state: 'closed' });
  const made_s = await seconds(() => makeResponses(k, survey, given.answers, 1));
  const counted_s = await seconds(() => rollUpSurvey(k, survey.id));
  await makeResponses(k, survey, given.more, 2);
  const more_s = await seconds(() => rollUpSurvey(k, survey.id));
  await k.pool.query('vacuum analyze surveys.response');
  await k.pool.query('vacuum analyze surveys.tally');
  const plain_s = await seconds(() =>
    k.pool.query(`select answers ->> 'way', count(*) from surveys.response where survey_id = $1 group by 1`, [
      survey.id,
    ]),
  );
  await publishResults(k, convener, survey.id, { text: '试验用的说明，一共写十个字以上。' });
  const facts: Facts = {
    slug: survey.slug,
    cookie: await sessionCookie(k, convener),
    ...{ made_s, counted_s, more_s, plain_count_ms: plain_s * 1000 },
  };
  await k.start();
  const app = await createApp(k);
  app.get('/bench/facts', async () => facts);
  // The same rows as they are, without columns, codes and neutralised formulas: what sending them costs at least.
  app.get('/bench/raw', async (_, reply) => {
    const { rows } = await k.pool.query<{ line: string }>(
      'select answers::text as line from surveys.response where survey_id = $1 limit 50000',
      [survey.id],
    );
    return reply.type('text/plain').send(rows.map(({ line }) => line).join('\n'));
  });
  await app.listen({ port, host: '127.0.0.1' });
  process.on(
    'SIGTERM',
    () =>
      void app
        .close()
        .then(() => k.stop())
        .then(() => process.exit(0)),
  );
}

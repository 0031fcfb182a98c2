import { createApp, modules, wireModules } from '../../src/app.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { openKernel } from '../../src/kernel/kernel.ts';
import { makeCompetition, makeCompetitionEntry } from '../../src/modules/competitions/competitions.factory.ts';
import { makeJury } from '../../src/modules/competitions/jury/jury.factory.ts';
import { sessionCookie } from '../../src/modules/people/people.factory.ts';
import { root } from '../measure/processes.ts';

export type ServeGiven = {
  connectionString: string;
  dataDir: string;
  port: number;
  entries: number;
  jurors: number;
  works: number;
};
export type Facts = {
  gallery: string;
  /** of the demo's competition that is final */
  results: string | null;
  jury: string;
  criteria: string[];
  /** one for each juror */
  cookies: string[];
  /** numbers of the works they score */
  works: number[];
};

/** The real server with the demo city, a gallery of so many entries, and a jury that has everything before it. */
export async function serveCompetitions(given: ServeGiven): Promise<void> {
  const { connectionString, dataDir, port } = given;
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: connectionString,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
  });
  const k = await openKernel(config, { root });
  k.limits.factor = 1_000_000;
  await wireModules(k);
  for (const module of modules) await module.demo?.(k);
  const { competition: shown } = await makeCompetition(k, { categories: ['手艺', '传承人', '老店'] });
  const names = shown.categories.map(({ name }) => name);
  for (let n = 0; n < given.entries; n++)
    await makeCompetitionEntry(k, shown, { title: `街巷手艺第${n + 1}门`, category: names[n % names.length] });
  // The chair is one of the jurors.
  const jury = await makeJury(k, { entries: given.works, jurors: given.jurors - 1 });
  const { rows } = await k.pool.query<{ slug: string }>(
    `select c.slug from competitions.competition c where c.state = 'final'
     order by (select count(*) from competitions.standing s where s.competition_id = c.id) desc limit 1`,
  );
  const facts: Facts = {
    gallery: `/competitions/${shown.slug}/entries`,
    results: rows[0] ? `/competitions/${rows[0].slug}/results` : null,
    jury: `/jury/${jury.competition.slug}/${jury.stage.id}`,
    criteria: jury.stage.settings.criteria.map(({ id }) => id),
    cookies: await Promise.all([jury.chair, ...jury.jurors].map((juror) => sessionCookie(k, juror))),
    works: jury.entries.map(({ number }) => number),
  };
  await k.start();
  const app = await createApp(k);
  app.get('/bench/facts', async () => facts);
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

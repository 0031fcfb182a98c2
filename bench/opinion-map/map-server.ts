import { createApp, wireModules } from '../../src/app.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { inTransaction } from '../../src/kernel/db/index.ts';
import { tuneGroupCommit } from '../../src/kernel/group-commit/index.ts';
import { openKernel } from '../../src/kernel/kernel.ts';
import { citySettings } from '../../src/kernel/settings/index.ts';
import { makeMap } from '../../src/modules/consultations/opinion-map/opinion-map.factory.ts';
import { root } from '../measure/processes.ts';

export type ServeGiven = { connectionString: string; dataDir: string; port: number; statements: number };
export type Facts = { secret: string; mapId: string; path: string };

/** The real server with one map that is open, and what only a bench may do: one vote a commit. */
export async function serveMap({ connectionString, dataDir, port, statements }: ServeGiven): Promise<void> {
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: connectionString,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    DEMO: '0',
    // So that participants have addresses of their own.
    TRUST_PROXY: '127.0.0.1',
  });
  const k = await openKernel(config, { root });
  await wireModules(k);
  await inTransaction(k.db, (tx) =>
    k.settings.set(tx, citySettings, { ...k.settings.get(citySettings), ready: true }, k.clock.now(), null),
  );
  const { map } = await makeMap(k, { statements });
  await k.start();
  const app = await createApp(k);
  app.get('/bench/facts', async (): Promise<Facts> => {
    return { secret: k.secret, mapId: map.id, path: `/maps/${map.slug}/votes` };
  });
  app.get<{ Params: { rows: string; lanes: string } }>('/bench/commit/:rows/:lanes', async (request) => {
    const [rows, lanes] = [Number(request.params.rows), Number(request.params.lanes)];
    tuneGroupCommit(rows > 0 ? { largestBatch: rows, lanes } : null);
    return { rows, lanes };
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

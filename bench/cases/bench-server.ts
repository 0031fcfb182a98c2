import { createApp, modules, wireModules } from '../../src/app.ts';
import { PageCache } from '../../src/kernel/cache/index.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { tuneGroupCommit } from '../../src/kernel/group-commit/index.ts';
import { type Kernel, openKernel } from '../../src/kernel/kernel.ts';
import { rollUpAll } from '../../src/modules/cases/statistics/roll-up.ts';
import { makeAccount, sessionCookie } from '../../src/modules/people/people.factory.ts';
import { root } from '../measure/processes.ts';

type Given = { connectionString: string; dataDir: string; port: number };

/**
 * The real server with the demo city, and what only a bench may do: no rate limits, no page from the cache, sessions for
 * the asking, one row a commit.
 */
export async function serveForBench({ connectionString, dataDir, port }: Given): Promise<void> {
  const config = readConfig({
    PORT: String(port),
    DATABASE_URL: connectionString,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    // So that each writer has an address of its own.
    TRUST_PROXY: '127.0.0.1',
  });
  const k = await openKernel(config, { root });
  k.limits.factor = 1_000_000;
  k.cache = new PageCache({ life_ms: -1 });
  await wireModules(k);
  for (const module of modules) await module.demo?.(k);
  await k.start();
  const app = await createApp(k);
  app.get<{ Params: { n: string } }>('/bench/residents/:n', (request) => residents(k, Number(request.params.n)));
  app.get<{ Params: { role: string } }>('/bench/staff/:role', (request) => staff(k, request.params.role));
  app.get('/bench/roll-up', async () => {
    const started = performance.now();
    await rollUpAll(k);
    return { seconds: (performance.now() - started) / 1000 };
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

/** Cookies of so many people who have just signed up. */
async function residents(k: Kernel, n: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let each = 0; each < n; each++) cookies.push(await sessionCookie(k, await makeAccount(k, { phone: null })));
  return cookies;
}

/** The cookie of somebody new with this role; a handler's is for the department with the most cases. */
async function staff(k: Kernel, role: string): Promise<string> {
  const { rows } = await k.pool.query<{ id: string }>(
    `select lead_department_id as id from cases.case where lead_department_id is not null
     group by 1 order by count(*) desc limit 1`,
  );
  const departmentId = role === 'handler' ? rows[0]?.id : null;
  return JSON.stringify(
    await sessionCookie(k, await makeAccount(k, { phone: null, roles: [{ role: role as never, departmentId }] })),
  );
}

import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createApp, wireModules } from '../../src/app.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { inTransaction } from '../../src/kernel/db/index.ts';
import { tuneGroupCommit } from '../../src/kernel/group-commit/index.ts';
import { type Kernel, openKernel } from '../../src/kernel/kernel.ts';
import { citySettings } from '../../src/kernel/settings/index.ts';
import { ballotOf } from '../../src/modules/competitions/ballots/ballot.queries.ts';
import { makeBallot } from '../../src/modules/competitions/ballots/ballots.factory.ts';
import { castBallot } from '../../src/modules/competitions/ballots/cast/cast-ballot.ts';
import { closeBallot } from '../../src/modules/competitions/ballots/close/close-ballot.ts';
import type { OpenBallot } from '../../src/modules/competitions/ballots/open-ballot.ts';
import { ballotsFile } from '../../src/modules/competitions/ballots/public/ballots-file.ts';
import { competitionById } from '../../src/modules/competitions/competition.queries.ts';
import { root } from '../measure/processes.ts';
import { choicesOf, tokenOf } from './voters.ts';

export type ServeGiven = { connectionString: string; dataDir: string; port: number; entries: number };
export type Facts = { secret: string; path: string; stageId: string };
export type Closed = { file: string; seconds: number };
export type Direct = { acknowledged: number; errors: number; first_error?: string; seconds: number };

/** Ballots under way at the same time where nothing but the use case is measured. */
const directly = 512;

/**
 * The real server with one competition whose ballot runs, open to every account; and what only a bench may do: one row a
 * commit, the use case without HTTP.
 */
export async function serveBallots({ connectionString, dataDir, port, entries }: ServeGiven): Promise<void> {
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: connectionString,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    DEMO: '0',
    // So that voters have addresses of their own.
    TRUST_PROXY: '127.0.0.1',
  });
  const k = await openKernel(config, { root });
  await wireModules(k);
  await inTransaction(k.db, (tx) =>
    k.settings.set(tx, citySettings, { ...k.settings.get(citySettings), ready: true }, k.clock.now(), null),
  );
  const { ballot, competition } = await makeBallot(k, { entries, settings: { most: 3, perRangeHour: 1_000_000 } });
  await k.start();
  const app = await createApp(k);
  app.get('/bench/facts', async (): Promise<Facts> => {
    return { secret: k.secret, path: `/competitions/${competition.slug}/vote`, stageId: ballot.stageId };
  });
  app.get<{ Params: { rows: string; lanes: string } }>('/bench/commit/:rows/:lanes', async (request) => {
    const [rows, lanes] = [Number(request.params.rows), Number(request.params.lanes)];
    tuneGroupCommit(rows > 0 ? { largestBatch: rows, lanes } : null);
    return { rows, lanes };
  });
  app.get<{ Params: { from: string; voters: string } }>('/bench/direct/:from/:voters', (request) =>
    castDirectly(k, ballot, Number(request.params.from), Number(request.params.voters), entries),
  );
  app.get('/bench/close', () => closeNow(k, ballot, path.join(dataDir, 'ballots.jsonl')));
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

async function castDirectly(
  k: Kernel,
  ballot: OpenBallot,
  from: number,
  voters: number,
  entries: number,
): Promise<Direct> {
  const result: Direct = { acknowledged: 0, errors: 0, seconds: 0 };
  const started = performance.now();
  let next = from;
  const side = async () => {
    while (next < from + voters) {
      const n = next++;
      const cast = castBallot(k, { ballot, by: { token: tokenOf(n) }, choices: choicesOf(n, entries) });
      await cast.then(
        () => result.acknowledged++,
        (error: Error) => {
          result.errors++;
          result.first_error ??= error.message;
        },
      );
    }
  };
  await Promise.all(Array.from({ length: directly }, side));
  result.seconds = (performance.now() - started) / 1000;
  return result;
}

/** Ends the stage now, closes the ballot and writes the file that everybody may download. */
async function closeNow(k: Kernel, ballot: OpenBallot, file: string): Promise<Closed> {
  const started = performance.now();
  await k.pool.query("update competitions.stage set ends_at = now() - interval '1 second' where id = $1", [
    ballot.stageId,
  ]);
  await closeBallot(k, ballot);
  const seconds = (performance.now() - started) / 1000;
  const [closed, now] = [await ballotOf(k.db, ballot), await competitionById(k.db, ballot.competitionId)];
  if (!closed || !now) throw new Error('the ballot is gone');
  await pipeline(Readable.from(ballotsFile(k, now, closed)), createWriteStream(file));
  return { file, seconds };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../src/kernel/config/index.ts';
import { type EmbeddedServer, startEmbedded } from '../src/kernel/db/embedded/index.ts';
import { createDb, createPool, type Db, inTransaction, newId } from '../src/kernel/db/index.ts';
import { openKernel } from '../src/kernel/kernel.ts';
import { ballotOf } from '../src/modules/competitions/ballots/ballot.queries.ts';
import { closeBallot } from '../src/modules/competitions/ballots/close/close-ballot.ts';
import { insertTallied } from '../src/modules/competitions/ballots/eval/tally.queries.ts';
import { ballotsFile } from '../src/modules/competitions/ballots/public/ballots-file.ts';
import { readReceiptCode } from '../src/modules/competitions/ballots/verify/receipt-code.ts';
import { verifyFile } from '../src/modules/competitions/ballots/verify/verify-file.ts';
import { competitionById } from '../src/modules/competitions/competition.queries.ts';
import { stageSettings } from '../src/modules/competitions/competitions.rules.ts';
import { insertPassingPeople } from '../src/modules/people/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-ballot-faults-'));
const port = 21_000 + randomInt(9_000);
const url = `http://127.0.0.1:${port}`;
const secret = 'a secret of this test alone, 43 letters long';
const voters = 20_000;
const tokenOf = (n: number) => `voter${n}of`.padEnd(32, 'x');
const ids = {
  department: newId(),
  competition: newId(),
  category: newId(),
  entry: newId(),
  ballot: newId(),
  results: newId(),
};
const stage = { competitionId: ids.competition, stageId: ids.ballot };
const endsAt = new Date(Date.now() + 86_400_000);
let server: ChildProcess;
/** Receipts of ballots that were acknowledged. */
const receipts: string[] = [];
const refused = new Map<number, number>();
let nextVoter = 0;

async function until(what: () => Promise<boolean> | boolean, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((r) => setTimeout(r, 50)))
    if (await what()) return true;
  return false;
}

async function start(): Promise<void> {
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    NODE_ENV: '',
    DEMO: '0',
    SECRET: secret,
    // So that voters have addresses of their own.
    TRUST_PROXY: '127.0.0.1',
  };
  server = spawn(process.execPath, [path.join(root, 'dist/main.js')], { env, stdio: 'ignore' });
  const ready = () =>
    fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.status === 200,
      () => false,
    );
  expect(await until(ready, 60)).toBe(true);
}

/** The server's own database, beside it. */
async function withDatabase<R>(work: (database: EmbeddedServer, db: Db) => Promise<R>): Promise<R> {
  const database = await startEmbedded({ dataDir: path.join(dataDir, 'postgres'), share: true });
  const { host, user, database: name } = database;
  const pool = createPool({ host, port: database.port, user, database: name, size: 2 });
  try {
    return await work(database, createDb(pool));
  } finally {
    await pool.end();
    await database.stop();
  }
}

beforeAll(async () => {
  await start();
  const settings = {
    entry: stageSettings.entry.parse({}),
    ballot: stageSettings.ballot.parse({ weight: 100, most: 3 }),
    results: stageSettings.results.parse({}),
  };
  const entries = [1, 2, 3, 4, 5].map((number) => ({ id: newId(), number, title: `作品 ${number}` }));
  await withDatabase(async (_database, db) => {
    await inTransaction(db, (tx) =>
      insertTallied(tx, { ids, title: '十佳街巷手艺', settings, entries, at: new Date(), endsAt }),
    );
    const tokens = Array.from({ length: voters }, (_, n) => tokenOf(n));
    await inTransaction(db, (tx) => insertPassingPeople(tx, tokens, endsAt));
  });
}, 120_000);

afterAll(async () => {
  server.kill('SIGTERM');
  await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)));
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** One ballot of the next voter, who does not try again. */
async function vote(): Promise<void> {
  const n = nextVoter++;
  const signature = createHmac('sha256', secret).update(tokenOf(n)).digest('base64');
  const response = await fetch(`${url}/competitions/tally/vote`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: url,
      cookie: `tongxin.session_token=${encodeURIComponent(`${tokenOf(n)}.${signature}`)}`,
      'x-forwarded-for': `20.${n >> 12}.${(n >> 4) & 255}.${n & 15}`,
    },
    body: JSON.stringify({ choices: [1 + (n % 5), 1 + ((n + 2) % 5)].slice(0, 1 + (n % 2)) }),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null);
  const body = (await response?.json().catch(() => null)) as { receipt?: string } | null;
  if (response?.status === 201 && body?.receipt) {
    receipts.push(body.receipt);
    return;
  }
  const status = response?.status ?? 0;
  refused.set(status, (refused.get(status) ?? 0) + 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Votes from many sides at once until told to stop. */
function load(): { stop: () => Promise<void> } {
  let going = true;
  const side = async () => {
    while (going && nextVoter < voters) await vote();
  };
  const sides = Array.from({ length: 48 }, side);
  return {
    stop: async () => {
      going = false;
      await Promise.all(sides);
    },
  };
}

it('starts again by itself where the server is killed in the middle of voting', { timeout: 120_000 }, async () => {
  const voting = load();
  expect(await until(() => receipts.length >= 400, 40)).toBe(true);
  server.kill('SIGKILL');
  await voting.stop();
  await start();
});

it('answers 503 while PostgreSQL is killed in the middle of voting, and recovers by itself', {
  timeout: 120_000,
}, async () => {
  refused.clear();
  const before = receipts.length;
  const voting = load();
  expect(await until(() => receipts.length >= before + 400, 40)).toBe(true);
  await withDatabase(async (database) => process.kill(database.pid, 'SIGKILL'));
  expect(await until(() => (refused.get(503) ?? 0) > 0, 20)).toBe(true);
  const recovered = receipts.length;
  expect(await until(() => receipts.length > recovered + 200, 60)).toBe(true);
  await voting.stop();
  expect([...refused.keys()].filter((status) => status !== 503 && status !== 0)).toEqual([]);
});

it('has every acknowledged ballot once, and a log that verifies', { timeout: 120_000 }, async () => {
  const verdict = await withDatabase(async ({ host, port: databasePort, user, database }) => {
    const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', DEMO: '0', SECRET: secret });
    const k = await openKernel(config, {
      root,
      connection: { host, port: databasePort, user, database },
      migrate: false,
    });
    try {
      const later = { ...k, clock: { now: () => new Date(endsAt.getTime() + 1000) } };
      await closeBallot(later, stage);
      const [competition, ballot] = await Promise.all([competitionById(k.db, ids.competition), ballotOf(k.db, stage)]);
      if (!competition || !ballot) throw new Error('the ballot is gone');
      const lines = async function* () {
        for await (const text of ballotsFile(later, competition, ballot)) yield Buffer.from(text);
      };
      return await verifyFile(lines());
    } finally {
      await k.stop();
    }
  });
  expect(verdict.findings).toEqual([]);
  // Ids are distinct, and each voter is on the roll once: the verifier has seen to it.
  const states = receipts.map((code) => verdict.look(readReceiptCode(code) ?? new Uint8Array())?.state);
  expect(states.filter((state) => state !== 'counted')).toEqual([]);
  expect(new Set(receipts).size).toBe(receipts.length);
  // Of those that nobody acknowledged, some may have been kept before the kill: never more than were under way.
  expect(verdict.count.ballots).toBeGreaterThanOrEqual(receipts.length);
  expect(verdict.count.ballots).toBeLessThanOrEqual(receipts.length + 2 * 48);
});

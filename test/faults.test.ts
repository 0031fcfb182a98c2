import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../bench/measure/processes.ts';
import { type EmbeddedServer, startEmbedded } from '../src/kernel/db/embedded/index.ts';
import { createPool, newId } from '../src/kernel/db/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'tongxin-faults-'));
let port: number;
let url: string;
/** Several, because each has a limit of its own. */
const keys = [...'abcdefghijklmnopqrst'].map((letter) => `tx_${letter.repeat(43)}`);
let server: ChildProcess;

async function answers(address: string): Promise<number> {
  return fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.status,
    () => 0,
  );
}

async function until(what: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((r) => setTimeout(r, 100)))
    if (await what()) return true;
  return false;
}

async function start(): Promise<void> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'silent', NODE_ENV: '' };
  server = spawn(process.execPath, [path.join(root, 'dist/main.js')], { env, stdio: 'ignore' });
  expect(await until(async () => (await answers(`${url}/health/ready`)) === 200, 60)).toBe(true);
}

/** The server's own database, beside it. */
async function withDatabase<R>(
  work: (
    database: EmbeddedServer,
    query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>,
  ) => Promise<R>,
): Promise<R> {
  const database = await startEmbedded({ dataDir: path.join(dataDir, 'postgres'), share: true });
  const { host, user, database: name } = database;
  const pool = createPool({ host, port: database.port, user, database: name, size: 2 });
  try {
    return await work(database, (text, values) => pool.query(text, values));
  } finally {
    await pool.end();
    await database.stop();
  }
}

beforeAll(async () => {
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  await start();
  await withDatabase(async (_database, query) => {
    for (const key of keys) {
      const hash = createHash('sha256').update(key).digest();
      const values = [newId(), key.slice(3, 6), hash];
      await query(`insert into kernel.api_key (id, name, hash, scopes) values ($1, $2, $3, '{cases.write}')`, values);
    }
  });
}, 90_000);

afterAll(async () => {
  server.kill('SIGTERM');
  await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)));
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const letter = JSON.stringify({
  title: '路灯不亮了',
  body: '从小学到四号院这一段，十一盏路灯有七盏不亮，已经一个月了。',
  kind: 'help',
});

/** Sends letters from several sides at once until told to stop. @returns the numbers that were acknowledged */
function sendLetters(): { acknowledged: string[]; refused: Map<number, number>; stop: () => Promise<void> } {
  const acknowledged: string[] = [];
  const refused = new Map<number, number>();
  let going = true;
  const headers = () => ({
    authorization: `Bearer ${keys[randomInt(keys.length)]}`,
    'content-type': 'application/json',
  });
  const side = async () => {
    while (going) {
      const response = await fetch(`${url}/api/v1/cases`, { method: 'POST', headers: headers(), body: letter }).catch(
        () => null,
      );
      if (response?.status === 201) acknowledged.push(((await response.json()) as { number: string }).number);
      else {
        refused.set(response?.status ?? 0, (refused.get(response?.status ?? 0) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const sides = Array.from({ length: 8 }, side);
  return {
    acknowledged,
    refused,
    stop: async () => {
      going = false;
      await Promise.all(sides);
    },
  };
}

async function kept(numbers: string[]): Promise<{ found: number; doubled: number }> {
  return withDatabase(async (_database, query) => {
    const { rows } = await query(
      'select number, count(*) as n from cases.case where number = any($1) group by number',
      [numbers],
    );
    return { found: rows.length, doubled: rows.filter((row) => row.n !== 1).length };
  });
}

it('loses no acknowledged letter when the server is killed in the middle, and starts again by itself on the same data', {
  timeout: 120_000,
}, async () => {
  const load = sendLetters();
  expect(await until(async () => load.acknowledged.length >= 60, 40)).toBe(true);
  server.kill('SIGKILL');
  await load.stop();
  await start();
  expect(await kept(load.acknowledged)).toEqual({ found: load.acknowledged.length, doubled: 0 });
});

it('answers 503 while the database is away, recovers by itself, and loses no acknowledged letter', {
  timeout: 120_000,
}, async () => {
  const load = sendLetters();
  expect(await until(async () => load.acknowledged.length >= 60, 40)).toBe(true);
  await withDatabase(async (database) => process.kill(database.pid, 'SIGKILL'));
  expect(await until(async () => (load.refused.get(503) ?? 0) > 0, 20)).toBe(true);
  const before = load.acknowledged.length;
  expect(await until(async () => load.acknowledged.length > before + 40, 60)).toBe(true);
  await load.stop();
  expect([...load.refused.keys()].filter((status) => status !== 503 && status !== 0)).toEqual([]);
  expect(await answers(`${url}/cases`)).toBe(200);
  expect(await kept(load.acknowledged)).toEqual({ found: load.acknowledged.length, doubled: 0 });
});

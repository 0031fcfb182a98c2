import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type pg from 'pg';
import { progress } from '../measure/command-line.ts';
import { median, rounded } from '../measure/figures.ts';
import { type ProcessorTime, type Watched, watchProcessor } from '../measure/processor.ts';
import type { WriteGiven, Written } from './write-letters.ts';

type Measured = Written & ProcessorTime;
const run = promisify(execFile);
/** Transactions at the same time where each letter has its own: as many as the pool has connections. */
const lanes = 12;

/**
 * Letters taken in over HTTP, each acknowledged after it is durable: with shared commits and with a commit for each, in
 * turns through the same handler of the same process.
 */
export async function measureIntake(
  origin: string,
  pool: pg.Pool,
  given: { seconds: number; rounds: number; writers: number; watched: Watched },
) {
  const seconds = Math.max(1, given.seconds);
  const cookies = (await (await fetch(`${origin}/bench/residents/${given.writers}`)).json()) as string[];
  const ways = { grouped: '0/0', one_row: `1/${lanes}` };
  const measured: Record<keyof typeof ways, Measured[]> = { grouped: [], one_row: [] };
  const before = await countLetters(pool);
  await write({ url: `${origin}/cases/new`, seconds: Math.min(3, seconds), cookies });
  const warm = (await countLetters(pool)) - before;
  for (let round = 0; round < given.rounds; round++) {
    for (const way of ['grouped', 'one_row'] as const) {
      await (await fetch(`${origin}/bench/commit/${ways[way]}`)).arrayBuffer();
      const taken = watchProcessor(given.watched);
      const written = await write({ url: `${origin}/cases/new`, seconds, cookies });
      const processor = taken(written.acknowledged);
      measured[way].push({ ...written, ...processor });
      progress(
        `intake ${way}: ${Math.round(written.per_second)} letters/s, p99 ${written.p99_ms} ms, server ${processor.server_ms} + postgres ${processor.postgres_ms} ms`,
      );
    }
  }
  await (await fetch(`${origin}/bench/commit/0/0`)).arrayBuffer();
  const all = [...measured.grouped, ...measured.one_row];
  const acknowledged = all.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const kept = (await countLetters(pool)) - before - warm;
  const ratios = measured.grouped.map(
    ({ per_second }, n) => per_second / (measured.one_row[n]?.per_second ?? Number.NaN),
  );
  return {
    writers: given.writers,
    grouped: summed(measured.grouped),
    one_row: { ...summed(measured.one_row), transactions_at_once: lanes },
    messages_per_second: summed(measured.grouped).messages_per_second,
    ratio: rounded(median(ratios)),
    acknowledged,
    kept,
    // One more for each writer may have been taken in when the time was over and nobody waited any longer.
    lost: Math.max(0, acknowledged - kept),
  };
}

async function write(given: WriteGiven): Promise<Written> {
  const { stdout } = await run(process.execPath, [process.argv[1] ?? '', 'write-letters', JSON.stringify(given)], {
    timeout: (given.seconds + 30) * 1000,
  });
  return JSON.parse(stdout) as Written;
}

async function countLetters(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from cases.sent_form');
  return rows[0]?.n ?? 0;
}

function summed(written: Measured[]) {
  const middle = (of: (one: Measured) => number | null) =>
    rounded(median(written.map(of).filter((value) => value !== null)), 1);
  return {
    messages_per_second: middle((one) => one.per_second),
    p50_ms: middle((one) => one.p50_ms),
    p99_ms: middle((one) => one.p99_ms),
    server_ms: middle((one) => one.server_ms),
    postgres_ms: middle((one) => one.postgres_ms),
    refused: written.reduce((sum, one) => sum + one.refused, 0),
    each: written.map((one) => Math.round(one.per_second)),
  };
}

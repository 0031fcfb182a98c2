import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

/** The one JSON object that a bench prints with --quick; its figures say nothing, only that there are some. */
async function quick(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    process.execPath,
    [path.join(root, `dist/bench/${name}.js`), '--quick', '--json', ...args],
    { cwd: root, timeout: 590_000, maxBuffer: 1 << 24 },
  );
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as Record<string, unknown>;
}

const machine = { cpu: expect.any(String), cores: expect.any(Number), node: process.version };
const number = expect.any(Number);

describe('benches, quickly', () => {
  it('pages: cached pages beside the bare server, weights, memory', { timeout: 600_000 }, async () => {
    const result = await quick('pages');
    expect(result).toMatchObject({ bench: 'pages', machine, missing: {} });
    const cached = result.cached as { name: string; failed: number; ratio: number }[];
    expect(cached.map(({ name }) => name)).toEqual(['bare', 'home', 'list', 'case', 'statistics']);
    for (const { failed, ratio } of cached) {
      expect(failed).toBe(0);
      expect(ratio).toBeGreaterThan(0);
    }
    const weights = result.weight as { brotli_kb: number; js_kb: number }[];
    // Sizes do not depend on the machine: these are the limits themselves.
    for (const { brotli_kb, js_kb } of weights) {
      expect(brotli_kb).toBeLessThan(60);
      expect(js_kb).toBeLessThan(20);
    }
    expect(result.memory).toMatchObject({ rest: { server_mb: number }, load: { failed: 0 } });
  });

  it('cases: letters taken in without losing one, and every page over generated ones', {
    timeout: 600_000,
  }, async () => {
    const result = await quick('cases');
    expect(result).toMatchObject({ bench: 'cases', machine, intake: { lost: 0, messages_per_second: number } });
    const intake = result.intake as Record<'grouped' | 'one_row', { refused: number; messages_per_second: number }>;
    for (const way of [intake.grouped, intake.one_row]) {
      expect(way.refused).toBe(0);
      expect(way.messages_per_second).toBeGreaterThan(0);
    }
    const reads = result.reads as { name: string; failed: number; first_failure?: unknown }[];
    expect(reads.filter(({ failed }) => failed > 0)).toEqual([]);
    expect(reads.length).toBeGreaterThan(15);
  });

  it('ballots: over HTTP, one a commit and without HTTP, all in a file that verifies', {
    timeout: 180_000,
  }, async () => {
    const result = await quick('ballots');
    expect(result).toMatchObject({ bench: 'ballots', machine, errors: 0, verified: true, one_row_per_second: number });
    expect(result.in_the_file).toBe(result.voted);
    for (const figure of ['ballots_per_second', 'direct_per_second', 'p50_ms', 'p99_ms', 'ratio'])
      expect(result[figure], figure).toBeGreaterThan(0);
  });

  it('competitions: gallery, results, jury', { timeout: 180_000 }, async () => {
    const result = await quick('competitions');
    expect(result).toMatchObject({
      bench: 'competitions',
      machine,
      gallery: { anew: { failed: 0 }, kept: { failed: 0 } },
      results: { failed: 0 },
      jury: { sheets: 6, refused: 0 },
    });
  });

  it('opinion-map: the whole map, updates, votes over HTTP', { timeout: 180_000 }, async () => {
    const result = await quick('opinion-map');
    expect(result).toMatchObject({ bench: 'opinion-map', machine, votes: { errors: 0, nothing_lost: true } });
    for (const figure of ['whole_seconds', 'update_seconds', 'peak_mb', 'ratio'])
      expect(result[figure], figure).toBeGreaterThan(0);
  });

  it('start: first and later starts', { timeout: 600_000 }, async () => {
    const result = await quick('start');
    expect(result).toMatchObject({
      bench: 'start',
      machine,
      first: [{ seconds: number, install: false }],
      later: [{ seconds: number, ready_seconds: number }],
    });
  });

  it('say how they are used', async () => {
    for (const name of ['pages', 'cases', 'ballots', 'competitions', 'start']) {
      const { stdout } = await run(process.execPath, [path.join(root, `dist/bench/${name}.js`), '--help']);
      expect(stdout).toContain(`Usage: bin/bench ${name}`);
    }
  });

  it('surveys: counting, the results page made anew, downloads', { timeout: 600_000 }, async () => {
    const result = await quick('surveys');
    expect(result).toMatchObject({
      bench: 'surveys',
      machine,
      answers: 2200,
      counting: { all_s: number },
      results_page_anew_ms: { failed: 0 },
      desk_page_ms: { failed: 0 },
      desk_page_of_a_group_ms: { failed: 0 },
      plots_ms: { failed: 0 },
      // A line for each answer, and the headings.
      csv: { lines: 2201 },
    });
  });
});

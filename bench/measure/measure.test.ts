import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstCase } from '../pages/public-pages.ts';
import { importsOf, islandsOn } from '../pages/weigh.ts';
import { readWrk } from './closed-load.ts';
import { helpOf, readArguments } from './command-line.ts';
import { median, percentile, rounded, spreadOf } from './figures.ts';
import { openLoad } from './open-load.ts';
import { isAlive, processorSeconds, residentMb, startProcess } from './processes.ts';

describe('figures', () => {
  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeNull();
  });

  it('takes medians of odd and even numbers of values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNull();
    expect(rounded(1.23456)).toBe(1.23);
    expect(spreadOf([2, 1, 4])).toEqual({ p50: 2, p95: 4, p99: 4, max: 4, n: 3 });
  });
});

describe('the command line', () => {
  const bench = {
    name: 'x',
    what: 'What.',
    settings: { seconds: { default: 5, quick: 1, most: 60, help: 'seconds' } },
  };

  it('reads settings, their quick values and refuses nonsense', () => {
    expect(readArguments(bench, [])).toEqual({ seconds: 5, json: false, quick: false });
    expect(readArguments(bench, ['--quick', '--json'])).toEqual({ seconds: 1, json: true, quick: true });
    expect(readArguments(bench, ['--quick', '--seconds', '3'])).toMatchObject({ seconds: 3 });
    for (const wrong of ['61', '-1', 'x', '']) expect(() => readArguments(bench, [`--seconds=${wrong}`])).toThrow();
    expect(() => readArguments(bench, ['--minutes', '3'])).toThrow();
    expect(helpOf(bench)).toContain('--seconds');
  });
});

describe('load', () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/wrong' ? 500 : 200;
    setTimeout(() => response.end('x'), request.url === '/slow' ? 120 : 0);
  });
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('comes at its rate though answers are late, and charges the whole wait', async () => {
    const started = performance.now();
    const { times_ms, failed } = await openLoad({ origin, path: () => '/slow', per_second: 50, seconds: 0.4 });
    expect(failed).toEqual([]);
    expect(times_ms).toHaveLength(20);
    // One after the other they would have taken 2.4 s.
    expect(performance.now() - started).toBeLessThan(2000);
    expect(Math.min(...times_ms)).toBeGreaterThan(100);
  });

  it('tells what failed', async () => {
    const wrong = (n: number) => (n === 1 ? '/wrong' : '/');
    const { times_ms, failed } = await openLoad({ origin, path: wrong, per_second: 50, seconds: 0.06 });
    expect(times_ms).toHaveLength(2);
    expect(failed).toEqual([{ path: '/wrong', status: 500 }]);
  });

  it('reads what wrk says', () => {
    const text = `Running 2s test @ http://127.0.0.1:1/
  Latency Distribution
     50%  801.00us
     75%    1.10ms
     99%    2.47ms
  160000 requests in 2.00s, 20.00MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 4
Requests/sec:  78435.10`;
    expect(readWrk(text)).toEqual({ requests_per_second: 78435.1, p50_ms: 0.801, p99_ms: 2.47, failed: 7 });
    expect(() => readWrk('unable to connect')).toThrow('unable to connect');
  });
});

describe('processes', () => {
  it('are measured while they run and gone when stopped', async () => {
    const child = startProcess(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)']);
    await expect.poll(child.output, { timeout: 15_000 }).toContain('up');
    expect(residentMb(child.pid)).toBeGreaterThan(5);
    if (process.platform === 'linux') expect(processorSeconds(child.pid)).toBeGreaterThanOrEqual(0);
    await child.stop();
    expect(isAlive(child.pid)).toBe(false);
    await child.stop();
  });
});

describe('the weight of a page', () => {
  it('counts the islands that are on it and what they import', () => {
    expect(islandsOn('<p data-island="a b"></p><p data-island="a">')).toEqual(new Set(['a', 'b']));
    const script = `import{x}from"./chunk-1.js";const r={a:()=>import("./a.island-H.js"),c:()=>import("./c.island-H.js")};import"./side.js"`;
    expect(importsOf(script, new Set(['a']))).toEqual(['./chunk-1.js', './a.island-H.js', './side.js']);
  });

  it('finds a case on the list', () => {
    expect(firstCase('<a href="/cases/new"></a><a href="/cases/2026-1119-0127">')).toBe('/cases/2026-1119-0127');
    expect(firstCase('<a href="/cases/new">')).toBeUndefined();
  });
});

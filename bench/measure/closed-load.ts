import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './processes.ts';

export type Load = { url: string; seconds: number; connections: number; headers: Record<string, string> };
export type Throughput = {
  requests_per_second: number;
  p50_ms: number | null;
  p99_ms: number | null;
  /** answers other than 2xx and 3xx, and broken connections */
  failed: number;
};

const run = promisify(execFile);

/** wrk where it is installed, because it takes less of a small machine; autocannon, which comes with the project, otherwise. */
export function loadGenerator(): 'wrk' | 'autocannon' {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return 'wrk';
  } catch (error) {
    // It says its version and ends with 1.
    return (error as { status?: number }).status === 1 ? 'wrk' : 'autocannon';
  }
}

/** As many requests as get answered: each connection sends its next one when the last was answered. In a process of its own. */
export async function closedLoad(generator: 'wrk' | 'autocannon', load: Load): Promise<Throughput> {
  if (generator === 'wrk') return byWrk(load);
  const headers = Object.entries(load.headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const program = path.join(root, 'node_modules/autocannon/autocannon.js');
  const { stdout } = await run(
    process.execPath,
    [program, '-j', '-n', '-c', String(load.connections), '-d', String(load.seconds), ...headers, load.url],
    { maxBuffer: 1 << 24, timeout: (load.seconds + 30) * 1000 },
  );
  const result = JSON.parse(stdout) as {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
    '3xx': number;
  };
  return {
    requests_per_second: result.requests.average,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    failed: result.non2xx - result['3xx'] + result.errors,
  };
}

async function byWrk(load: Load): Promise<Throughput> {
  const headers = Object.entries(load.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await run(
    'wrk',
    ['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--latency', ...headers, load.url],
    { timeout: (load.seconds + 30) * 1000 },
  );
  return readWrk(stdout);
}

/** @throws Error where the text is not what wrk says at its end */
export function readWrk(text: string): Throughput {
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(text)?.[1];
  if (rate === undefined) throw new Error(`wrk said:\n${text}`);
  const time = (share: string) => {
    const match = new RegExp(`^\\s+${share}%\\s+([\\d.]+)(us|ms|s)`, 'm').exec(text);
    const unit = { us: 0.001, ms: 1, s: 1000 }[match?.[2] ?? 'ms'] ?? 1;
    return match ? Math.round(Number(match[1]) * unit * 1000) / 1000 : null;
  };
  const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0);
  const broken =
    /Socket errors: (.*)/
      .exec(text)?.[1]
      ?.match(/\d+/g)
      ?.reduce((sum, n) => sum + Number(n), 0) ?? 0;
  return { requests_per_second: Number(rate), p50_ms: time('50'), p99_ms: time('99'), failed: bad + broken };
}

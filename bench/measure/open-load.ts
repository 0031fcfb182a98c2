import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type OpenLoad = {
  origin: string;
  /** address of the n-th request */
  path: (n: number) => string;
  per_second: number;
  seconds: number;
  headers?: Record<string, string>;
};
export type OpenResult = { times_ms: number[]; failed: { path: string; status: number | string }[] };

/**
 * Requests at a fixed rate, whether or not earlier ones were answered, each timed from the moment at which it was due:
 * a server that stalls is charged for everybody who had to wait.
 */
export async function openLoad(load: OpenLoad): Promise<OpenResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const count = Math.max(1, Math.round(load.per_second * load.seconds));
  const times_ms: number[] = [];
  const failed: OpenResult['failed'] = [];
  const waiting: Promise<void>[] = [];
  const started = performance.now();
  for (let n = 0; n < count; n++) {
    const due = started + (n * 1000) / load.per_second;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const path = load.path(n);
    waiting.push(
      get(agent, load.origin + path, load.headers).then((status) => {
        // 204: a part of a page that has nothing to show.
        if (status === 200 || status === 204) times_ms.push(performance.now() - due);
        else failed.push({ path, status });
      }),
    );
  }
  await Promise.all(waiting);
  agent.destroy();
  return { times_ms, failed };
}

function get(agent: Agent, url: string, headers: Record<string, string> = {}): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request(url, { agent, headers, timeout: 30_000 }, (answer) => {
      answer.on('data', () => {}).on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', (error) => resolve(error.message));
    });
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('error', (error) => resolve(error.message));
    sent.end();
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { median, rounded } from '../measure/figures.ts';
import { residentMb } from '../measure/processes.ts';

export type MemoryOverTime = {
  minutes: number;
  requests: number;
  failed: number;
  start_mb: number;
  /** medians of the second and of the last quarter: the first is left to the heap to find its size */
  second_quarter_mb: number | null;
  last_quarter_mb: number | null;
  most_mb: number;
  /** last quarter over second quarter; 1 is flat */
  growth: number | null;
};

const workers = 16;

/**
 * Asks for public pages as fast as they come, one in three by an address that nobody asked for before, so that it is made
 * anew and pushes others out of the cache; takes the memory of the process each second.
 */
export async function memoryOverLoad(
  origin: string,
  pages: readonly string[],
  pid: number,
  minutes: number,
): Promise<MemoryOverTime> {
  const samples = [residentMb(pid)];
  const until = performance.now() + minutes * 60_000;
  let requests = 0;
  let failed = 0;
  const work = async () => {
    while (performance.now() < until) {
      const n = requests++;
      const page = pages[n % pages.length] ?? '/';
      const answer = await fetch(origin + (n % 3 === 0 ? `${page}?again=${n}` : page), { redirect: 'manual' }).catch(
        () => undefined,
      );
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status !== 200) failed++;
    }
  };
  const loading = Promise.all(Array.from({ length: workers }, work));
  while (performance.now() < until) {
    await sleep(Math.min(1000, (minutes * 60_000) / 8));
    samples.push(residentMb(pid));
  }
  await loading;
  const quarter = (n: number) =>
    median(samples.slice(Math.floor((samples.length * n) / 4), Math.floor((samples.length * (n + 1)) / 4)));
  const [second, last] = [quarter(1), quarter(3)];
  return {
    minutes,
    requests,
    failed,
    start_mb: samples[0] ?? 0,
    second_quarter_mb: second,
    last_quarter_mb: last,
    most_mb: Math.max(...samples),
    growth: second && last ? rounded(last / second) : null,
  };
}

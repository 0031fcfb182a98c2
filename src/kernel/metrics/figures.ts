import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { batchObservers } from '../group-commit/index.ts';
import type { Kernel } from '../kernel.ts';

type Measured = Pick<Kernel, 'pool' | 'outbox' | 'cache' | 'live' | 'jobs' | 'log'>;

export type Figures = {
  registry: Registry;
  /** @param route its pattern, never the address: addresses are without number */
  request(method: string, route: string, status: number, seconds: number): void;
  stop(): void;
};

/** What one process tells Prometheus. */
export function createFigures(k: Measured): Figures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tongxin_' });
  addGauges(k, registry);
  const { observer, stop } = batchSizes(registry);
  batchObservers.add(observer);
  return {
    registry,
    request: requestTimes(registry),
    stop: () => {
      stop();
      batchObservers.delete(observer);
    },
  };
}

function requestTimes(registry: Registry): Figures['request'] {
  const times = new Histogram({
    name: 'tongxin_http_request_seconds',
    help: 'time from request to answer by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  // Looking labels up costs more than counting: a cached page takes a few hundredths of a millisecond in all.
  const known = new Map<string, { observe(seconds: number): void }>();
  return (method, route, status, seconds) => {
    const key = `${method} ${route} ${status}`;
    let child = known.get(key);
    if (!child) {
      child = times.labels({ method, route, status: String(status) });
      known.set(key, child);
    }
    child.observe(seconds);
  };
}

function batchSizes(registry: Registry): { observer: (rows: number) => void; stop: () => void } {
  const sizes = new Histogram({
    name: 'tongxin_group_commit_rows',
    help: 'rows that shared one commit',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers: [registry],
  });
  return { observer: (rows) => sizes.observe(rows), stop: () => registry.clear() };
}

function addGauges(k: Measured, registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // A figure that cannot be read is left out; the others are told all the same.
        try {
          this.set(await read());
        } catch (error) {
          this.remove();
          k.log.warn({ err: error, metric: name }, 'a figure could not be read');
        }
      },
    });
  gauge('tongxin_pool_connections', 'connections to the database', () => k.pool.totalCount);
  gauge('tongxin_pool_idle', 'connections to the database that do nothing', () => k.pool.idleCount);
  gauge('tongxin_pool_waiting', 'requests that wait for a connection to the database', () => k.pool.waitingCount);
  gauge('tongxin_outbox_backlog', 'events not delivered yet', () => k.outbox.backlog());
  gauge('tongxin_live_streams', 'browsers that listen to live events', () => k.live.streams);
  gauge('tongxin_page_cache_entries', 'pages kept in memory', () => k.cache.size.entries);
  gauge('tongxin_page_cache_bytes', 'memory that kept pages take', () => k.cache.size.bytes);
  counter(registry, 'tongxin_page_cache_hits_total', 'pages answered from memory', () => k.cache.hits);
  counter(
    registry,
    'tongxin_page_ready_total',
    'pages answered before routing, which tongxin_http_request_seconds does not see',
    () => k.cache.ready,
  );
  counter(registry, 'tongxin_page_cache_misses_total', 'pages that had to be made', () => k.cache.misses);
  jobsGauge(k, registry);
}

/** A count kept elsewhere, told as it stands. */
function counter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

function jobsGauge(k: Measured, registry: Registry): void {
  new Gauge({
    name: 'tongxin_jobs',
    help: 'jobs by name and state',
    labelNames: ['job', 'state'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      try {
        for (const { name, ...counts } of await k.jobs.backlog()) {
          for (const [state, n] of Object.entries(counts)) if (typeof n === 'number') this.set({ job: name, state }, n);
        }
      } catch (error) {
        k.log.warn({ err: error, metric: 'tongxin_jobs' }, 'a figure could not be read');
      }
    },
  });
}

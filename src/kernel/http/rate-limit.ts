import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors/index.ts';

export type Limit = {
  /** action the limit is for; limits of the same name share their count */
  name: string;
  points: number;
  seconds: number;
};

/**
 * Limits by account, address and action, counted in PostgreSQL so that all processes count together, with a memory
 * block list in front so that a flood does not reach the database.
 */
export class RateLimits {
  readonly #pool: pg.Pool;
  readonly #limiters = new Map<string, RateLimiterPostgres>();
  /** tests and load generators on loopback may lift all limits */
  factor = 1;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** @throws AppError 'kernel.too_many' with the seconds to wait */
  async take(limit: Limit, key: string, points = 1): Promise<void> {
    try {
      await this.#limiter(limit).consume(key, points);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new AppError('kernel.too_many', { seconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) });
    }
  }

  async takeForAddress(limit: Limit, request: Pick<FastifyRequest, 'ip'>): Promise<void> {
    await this.take(limit, addressGroup(request.ip));
  }

  #limiter(limit: Limit): RateLimiterPostgres {
    // A limit that is a setting of the city changes while the process runs.
    const known = `${limit.name} ${limit.points} ${limit.seconds}`;
    let limiter = this.#limiters.get(known);
    if (!limiter) {
      const points = limit.points * this.factor;
      limiter = new RateLimiterPostgres({
        storeClient: this.#pool,
        schemaName: 'kernel',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: limit.name,
        points,
        duration: limit.seconds,
        inMemoryBlockOnConsumed: points + 1,
        inMemoryBlockDuration: Math.min(limit.seconds, 60),
        clearExpiredByTimeout: false,
      });
      this.#limiters.set(known, limiter);
    }
    return limiter;
  }
}

/** IPv4 whole, IPv6 by its /64: one household has as many addresses there as it likes. */
export function addressGroup(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(ip);
  if (mapped?.[1]) return mapped[1];
  if (!ip.includes(':')) return ip;
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const full = ip.includes('::')
    ? [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${full.slice(0, 4).join(':')}::/64`;
}

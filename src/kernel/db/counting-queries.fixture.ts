import type pg from 'pg';

/** For tests: counts the statements that `work` sends through a pool. */
export function countingQueries(pool: pg.Pool): (work: () => Promise<unknown>) => Promise<number> {
  return async (work) => {
    let n = 0;
    const clients: pg.PoolClient[] = [];
    const connect = pool.connect.bind(pool);
    const counted = async () => {
      const client = await connect();
      if (!clients.includes(client)) {
        clients.push(client);
        const own = client.query.bind(client) as (...given: unknown[]) => unknown;
        Object.assign(client, {
          query: (...given: unknown[]) => {
            n++;
            return own(...given);
          },
        });
      }
      return client;
    };
    Object.assign(pool, { connect: counted });
    try {
      await work();
    } finally {
      Object.assign(pool, { connect });
      for (const client of clients) Reflect.deleteProperty(client, 'query');
    }
    return n;
  };
}

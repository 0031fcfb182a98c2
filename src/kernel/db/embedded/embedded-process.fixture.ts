/**
 * A process of its own for the tests: starts a server on the folder of its first argument, prints one line of JSON and
 * waits. Further options come as JSON in the second. `exit` on standard input, SIGINT and SIGTERM stop it in order.
 */
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbedded } from './start-embedded.ts';

const [dataDir = '', options = '{}'] = process.argv.slice(2);
const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

try {
  const log: string[] = [];
  const server = await startEmbedded({ dataDir, log: (message) => log.push(message), ...JSON.parse(options) });
  const { host, port, user, database, origin, pid, connectionString } = server;
  const leave = async () => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const { rows } = await client.query('select 1 as alive');
    await client.end();
    await server.stop();
    print({ stopped: rows[0]?.alive === 1 });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, leave);
  createInterface(process.stdin).on('line', leave);
  print({ host, port, user, database, origin, pid, connectionString, log });
} catch (error) {
  const { code, message } = error as Error & { code: string };
  print({ failed: code, message });
  process.exit(1);
}

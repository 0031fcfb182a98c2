import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { host: string; port: number; user: string; database: string; drop: () => Promise<void> };

/** A database of its own on the server of the tests: a copy of the migrated template, or an empty one. The caller drops it. */
export async function testDatabase(options: { empty?: boolean; owner?: string } = {}): Promise<TestDatabase> {
  const server = inject('database');
  const database = `t_${randomBytes(6).toString('hex')}`;
  const from = options.empty ? '' : 'template template_tongxin';
  await asAdmin(server, `create database ${database} ${from} ${options.owner ? `owner ${options.owner}` : ''}`);
  return { ...server, database, drop: () => asAdmin(server, `drop database if exists ${database} with (force)`) };
}

async function asAdmin(server: { host: string; port: number; user: string }, text: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    // Copies of one template wait for each other; PostgreSQL says so instead of queueing.
    for (let attempt = 0; ; attempt++) {
      try {
        await client.query(text);
        return;
      } catch (error) {
        if (attempt > 50 || (error as { code?: string }).code !== '55006') throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await client.end();
  }
}

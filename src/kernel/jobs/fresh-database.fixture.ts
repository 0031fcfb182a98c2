import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { createDb, createPool, type Db } from '../db/index.ts';

/** A copy of the migrated template for one test file; dropped after it. */
export async function freshDatabase(): Promise<{
  pool: pg.Pool;
  db: Db;
  connection: { host: string; port: number; user: string; database: string };
}> {
  const server = inject('database');
  const database = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await admin.query(`create database ${database} template template_tongxin`);
      } catch (error) {
        // Copies of one template wait for each other; PostgreSQL says so instead of queueing.
        if (attempt > 100 || (error as { code?: string }).code !== '55006') throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  const connection = { ...server, database };
  const pool = createPool({ ...connection, size: 8 });
  afterAll(async () => {
    await pool.end();
    await asAdmin((admin) => admin.query(`drop database if exists ${database} with (force)`));
  });
  return { pool, db: createDb(pool), connection };
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ ...inject('database'), database: 'postgres' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

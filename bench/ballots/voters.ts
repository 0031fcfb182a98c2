import { createHash, createHmac } from 'node:crypto';
import type pg from 'pg';

/** The session token of voter `n`, which PostgreSQL and the load generator make alike. */
export function tokenOf(n: number): string {
  return createHash('sha256').update(`bench voter ${n}`).digest('hex').slice(0, 32);
}

/** The cookie of that session as a browser sends it. */
export function cookieOf(n: number, secret: string): string {
  const token = tokenOf(n);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `tongxin.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}

/** What voter `n` chooses: one to three of so many entries. */
export function choicesOf(n: number, entries: number): number[] {
  const first = 1 + (n % entries);
  const chosen = [first, 1 + ((first + 6 + (n % 5)) % entries), 1 + ((first + 14) % entries)].slice(0, 1 + (n % 3));
  return [...new Set(chosen)].sort((a, b) => a - b);
}

/** Accounts with a session each, numbered `from` up to before `until`. Their foreign keys fit, so they are not checked. */
export async function makeVoters(pool: pg.Pool, from: number, until: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(
      'set session_replication_role = replica; set synchronous_commit = off; set statement_timeout = 0',
    );
    for (let at = from; at < until; at += 100_000) {
      const range = [at, Math.min(until, at + 100_000) - 1];
      await client.query(
        `insert into people.account (id, name, email, email_verified)
         select md5('bench account ' || n)::uuid, '选民', 'voter' || n || '@bench.example', true
         from generate_series($1::bigint, $2::bigint) n`,
        range,
      );
      await client.query(
        `insert into people.session (id, token, account_id, expires_at)
         select md5('bench session ' || n)::uuid, substr(encode(sha256(convert_to('bench voter ' || n, 'UTF8')), 'hex'), 1, 32),
           md5('bench account ' || n)::uuid, now() + interval '30 days'
         from generate_series($1::bigint, $2::bigint) n`,
        range,
      );
    }
    await client.query('reset session_replication_role; reset synchronous_commit; reset statement_timeout');
    await client.query('vacuum (analyze) people.account');
    await client.query('vacuum (analyze) people.session');
    await client.query('checkpoint');
  } finally {
    client.release();
  }
}
